using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>
/// Objects that paths go through, found once: service accounts, workloads, pods, Secrets with tokens, and what Pod Security allows in each namespace.
/// </summary>
internal sealed class AccessObjects
{
    private const string TokenType = "kubernetes.io/service-account-token";
    private const string AccountAnnotation = "kubernetes.io/service-account.name";

    /// <summary>Directories of a machine that hold the kubelet's or the control plane's credentials, or a runtime's socket.</summary>
    private static readonly string[] Telling =
        ["/etc/kubernetes", "/var/lib/kubelet", "/var/lib/etcd", "/run/containerd", "/var/run/docker.sock", "/run/docker.sock", "/run/crio", "/proc", "/root"];

    private readonly ClusterView _view;
    private readonly Dictionary<string, SortedDictionary<string, SortedSet<string>>> _workloads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (bool Open, string? Unknown)> _levels = new(StringComparer.Ordinal);

    private Func<Namespace, string?>? _engines;

    public AccessObjects(ClusterView view)
    {
        _view = view;
        AreAccountsKnown = view.Inventory.Covers(new("", "ServiceAccount")) && view.Inventory.All<ServiceAccount>().Any();
        foreach (var account in view.Inventory.All<ServiceAccount>())
            AddAccount(account.Namespace, account.Name);
        Pods = [.. view.Inventory.All<Pod>().Where(pod => pod.Status?.Phase is not ("Succeeded" or "Failed"))
            .OrderBy(pod => pod.Namespace, StringComparer.Ordinal).ThenBy(pod => pod.Name, StringComparer.Ordinal)];
        PodsNamed = Pods.ToLookup(pod => pod.Name, StringComparer.Ordinal);
        Idle = [.. view.Workloads.All.Where(workload => workload.Pods.Count == 0).OrderBy(workload => workload.Namespace, StringComparer.Ordinal)
            .ThenBy(workload => workload.Object.Kind, StringComparer.Ordinal).ThenBy(workload => workload.Object.Name, StringComparer.Ordinal)];
        if (!AreAccountsKnown)
        {
            foreach (var member in view.Access.Bindings.SelectMany(binding => binding.Members).Where(member => member.Kind == "ServiceAccount"))
                AddAccount(member.Namespace!, member.Name);
            foreach (var pod in Pods)
                AddAccount(pod.Namespace, AccountOf(pod.Spec));
        }
        TokenSecrets =
            [.. FindTokenSecrets().OrderBy(secret => secret.Namespace, StringComparer.Ordinal).ThenBy(secret => secret.Name, StringComparer.Ordinal)];
        Machines = new(view.Inventory.All<Node>().Select(node => node.Name).Concat(Pods.Select(pod => pod.Spec.NodeName ?? "")).Where(name => name.Length > 0),
            StringComparer.Ordinal);
        Namespaces = new(view.Namespaces.Select(ns => ns.Name), StringComparer.Ordinal);
    }

    /// <summary>Whether service accounts could be read; else those that bindings and pods name stand in.</summary>
    public bool AreAccountsKnown { get; }

    /// <summary>Service accounts by namespace.</summary>
    public SortedDictionary<string, SortedSet<string>> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>Namespaces by the names of their service accounts.</summary>
    public Dictionary<string, SortedSet<string>> AccountNamespaces { get; } = new(StringComparer.Ordinal);

    /// <summary>Pods that have not ended, those of the control plane included.</summary>
    public IReadOnlyList<Pod> Pods { get; }

    public ILookup<string, Pod> PodsNamed { get; }

    /// <summary>Workloads of which no pod is known, as in a folder of manifests.</summary>
    public IReadOnlyList<Workload> Idle { get; }

    public IReadOnlyList<(string Namespace, string Name, string Account)> TokenSecrets { get; }

    /// <summary>Names of nodes.</summary>
    public SortedSet<string> Machines { get; }

    public SortedSet<string> Namespaces { get; }

    /// <summary>Names of the workloads of a kind by namespace, the kind given as <see cref="RolePowers.Kinds"/> spells its resource.</summary>
    public SortedDictionary<string, SortedSet<string>> Workloads(string resource)
    {
        if (_workloads.TryGetValue(resource, out var held))
            return held;
        _workloads[resource] = held = new(StringComparer.Ordinal);
        var (group, _, kind) = RolePowers.Kinds.First(known => known.Resource == resource);
        foreach (var item in _view.Inventory.All(new KindRef(group, kind)))
            Put(held, item.Namespace, item.Name);
        return held;
    }

    /// <summary>
    /// Whether Pod Security lets privileged pods into a namespace, and why that cannot be told surely: the level is not seen, or an engine refuses some pods.
    /// </summary>
    public (bool Open, string? Unknown) AdmitsPrivileged(string ns)
    {
        if (!_levels.TryGetValue(ns, out var level))
        {
            var enforced = _view.PodSecurity.EnforcedIn(ns);
            var unknown = enforced.Unknown ?? ((_engines ??= AdmissionEngines.Of(_view))(_view.NamespaceOf(ns) ?? new()) is { } engine
                ? $"{engine} refuses objects in namespace {ns}; whether it refuses this pod is not judged." : null);
            _levels[ns] = level = (enforced.Level is null or "privileged", unknown);
        }
        return level;
    }

    /// <summary>The first of some namespaces that surely admits privileged pods, or else the first that may.</summary>
    public (string Namespace, string? Unknown)? FirstOpen(IEnumerable<string> namespaces)
    {
        (string, string?)? maybe = null;
        foreach (var ns in namespaces)
            if (AdmitsPrivileged(ns) is { Open: true } level)
            {
                if (level.Unknown is null)
                    return (ns, null);
                maybe ??= (ns, level.Unknown);
            }
        return maybe;
    }

    /// <summary>Whether a program in the pod finds a token of its service account: mounted by default, or asked for in a projected volume.</summary>
    public bool CarriesToken(string ns, PodSpec spec)
    {
        if (spec.Volumes.Any(volume => volume.Projected?.Sources.Any(source => source.ServiceAccountToken is { Audience: null or "" }) == true))
            return true;
        return (spec.AutomountServiceAccountToken ?? _view.Inventory.Find<ServiceAccount>(ns, AccountOf(spec))?.AutomountServiceAccountToken) != false;
    }

    public static string AccountOf(PodSpec spec) => spec.ServiceAccountName is { Length: > 0 } name ? name : "default";

    /// <summary>Whether a program in the pod is root on its machine, or reads what makes it so: privileged, or a host path with credentials.</summary>
    public static bool Escapes(PodSpec spec) =>
        spec.Containers.Concat(spec.InitContainers).Any(container => container.SecurityContext?.Privileged == true)
        || spec.Volumes.Any(volume => volume.HostPath is { Path: var path } && (path.Trim('/').Length == 0
            || Array.Exists(Telling, telling => IsWithin(path, telling) || IsWithin(telling, path.TrimEnd('/')))));

    private static bool IsWithin(string path, string directory) =>
        path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || path[directory.Length] == '/');

    private IEnumerable<(string Namespace, string Name, string Account)> FindTokenSecrets()
    {
        foreach (var secret in _view.Inventory.All<Secret>())
            if (secret.Type == TokenType && secret.Metadata.Annotations[AccountAnnotation] is { } account)
                yield return (secret.Namespace, secret.Name, account);
        if (_view.Inventory.CountOf(new("", "Secret")) > 0)
            yield break;
        // Secrets are not read as a rule; a service account lists those that older releases made for it, NAME-token-SUFFIX.
        foreach (var account in _view.Inventory.All<ServiceAccount>())
            foreach (var secret in account.Secrets)
                if (secret.Name.StartsWith($"{account.Name}-token-", StringComparison.Ordinal))
                    yield return (account.Namespace, secret.Name, account.Name);
    }

    private void AddAccount(string ns, string name)
    {
        Put(Accounts, ns, name);
        if (!AccountNamespaces.TryGetValue(name, out var namespaces))
            AccountNamespaces[name] = namespaces = new(StringComparer.Ordinal);
        namespaces.Add(ns);
    }

    private static void Put(SortedDictionary<string, SortedSet<string>> held, string ns, string name)
    {
        if (!held.TryGetValue(ns, out var names))
            held[ns] = names = new(StringComparer.Ordinal);
        names.Add(name);
    }
}
