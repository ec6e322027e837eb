using Posture.Analysis.Access;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Access;

/// <summary>
/// A small cluster for questions about paths, in which every kind counts as read: service account ops/root is cluster-admin, shop enforces restricted and open is
/// privileged.
/// </summary>
internal sealed class AccessStage
{
    private const string Rbac = "rbac.authorization.k8s.io";

    private readonly bool _isReversed;
    private readonly List<KubeObject> _objects = [];
    private int _count;

    public AccessStage(bool isReversed = false)
    {
        _isReversed = isReversed;
        Add(new ClusterRole { Metadata = new() { Name = "cluster-admin" }, Rules = [Rule("*|*|*")] }, $"{Rbac}/v1");
        Namespace("ops", "restricted").Namespace("shop", "restricted").Namespace("open", "privileged").Namespace("kube-system", "restricted");
        Account("ops", "root");
        Bind("sa:ops/root", "", "ClusterRole", "cluster-admin");
    }

    /// <summary>A role of its own and a binding: rules are <c>verbs|groups|resources|names</c>, an empty namespace means the whole cluster.</summary>
    public AccessStage Grant(string subject, string ns, params string[] rules)
    {
        var name = $"role-{_count++}";
        Role(ns, name, rules);
        return Bind(subject, ns, ns.Length == 0 ? "ClusterRole" : "Role", name);
    }

    public AccessStage Role(string ns, string name, params string[] rules)
    {
        if (ns.Length == 0)
            return Add(new ClusterRole { Metadata = new() { Name = name }, Rules = [.. rules.Select(Rule)] }, $"{Rbac}/v1");
        return Add(new Role { Metadata = new() { Name = name, Namespace = ns }, Rules = [.. rules.Select(Rule)] }, $"{Rbac}/v1");
    }

    public AccessStage Bind(string subject, string ns, string kind, string role)
    {
        var (name, reference, subjects) = ($"binding-{_count++}", new RoleRef { ApiGroup = Rbac, Kind = kind, Name = role }, new[] { SubjectOf(subject) });
        if (ns.Length == 0)
            return Add(new ClusterRoleBinding { Metadata = new() { Name = name }, RoleRef = reference, Subjects = subjects }, $"{Rbac}/v1");
        return Add(new RoleBinding { Metadata = new() { Name = name, Namespace = ns }, RoleRef = reference, Subjects = subjects }, $"{Rbac}/v1");
    }

    public AccessStage Namespace(string name, string? level) => Add(new Namespace
    {
        Metadata = new() { Name = name, Labels = level is null ? StringMap.Empty : StringMap.From([new("pod-security.kubernetes.io/enforce", level)]) },
    });

    public AccessStage Account(string ns, string name, bool? automount = null, params string[] secrets) => Add(new ServiceAccount
    {
        Metadata = new() { Name = name, Namespace = ns },
        AutomountServiceAccountToken = automount,
        Secrets = [.. secrets.Select(secret => new LocalObjectReference { Name = secret })],
    });

    public AccessStage Node(string name) => Add(new Node { Metadata = new() { Name = name } });

    public AccessStage Pod(string ns, string name, string account, string? node = null, bool isPrivileged = false, bool? automount = null, string? hostPath = null,
        string? secret = null, string phase = "Running") => Add(new Pod
        {
            Metadata = new() { Name = name, Namespace = ns },
            Spec = new()
            {
                ServiceAccountName = account,
                NodeName = node,
                AutomountServiceAccountToken = automount,
                Containers = [new() { Name = "main", SecurityContext = new() { Privileged = isPrivileged } }],
                Volumes = [.. Volumes(hostPath, secret)],
            },
            Status = new() { Phase = phase },
        });

    /// <summary>The static pod of an API server.</summary>
    public AccessStage ApiServer(string node) => Add(new Pod
    {
        Metadata = new() { Name = $"kube-apiserver-{node}", Namespace = "kube-system", Annotations = StringMap.From([new("kubernetes.io/config.mirror", "x")]) },
        Spec = new() { NodeName = node, Containers = [new() { Name = "kube-apiserver", Command = ["kube-apiserver"] }] },
    });

    public AccessStage TokenSecret(string ns, string name, string account) => Add(new Secret
    {
        Metadata = new() { Name = name, Namespace = ns, Annotations = StringMap.From([new("kubernetes.io/service-account.name", account)]) },
        Type = "kubernetes.io/service-account-token",
    });

    public AccessStage Deployment(string ns, string name, string account = "default") => Add(new Deployment
    {
        Metadata = new() { Name = name, Namespace = ns },
        Spec = new() { Template = new() { Spec = new() { ServiceAccountName = account, Containers = [new() { Name = "main" }] } } },
    }, "apps/v1");

    public AccessStage Add(KubeObject item, string version = "v1")
    {
        _objects.Add(item with { ApiVersion = version, Kind = item.Kind.Length > 0 ? item.Kind : item.GetType().Name });
        return this;
    }

    public ClusterView View()
    {
        var inventory = Manifests.Inventory("");
        foreach (var item in _isReversed ? Enumerable.Reverse(_objects) : _objects)
            inventory.Put(item);
        return new("test", inventory, PosturePolicy.Default);
    }

    public AccessPathsAnswer Ask(AccessPathsQuestion question) => View().AccessPaths.Find(question);

    /// <summary>The shortest path of a subject; null for none.</summary>
    public AccessPath? Path(string from, string? to = null) =>
        Ask(new() { From = End(from), To = to is null ? null : End(to) }).Paths.SingleOrDefault();

    /// <summary>For example <c>user:alice</c> or <c>sa:shop/web</c>.</summary>
    public static AccessEnd End(string text) => text.Split(':', 2) switch
    {
        ["sa", var name] => new(AccessEndKind.ServiceAccount, name.Split('/')[0], name.Split('/')[1]),
        ["group", var name] => new(AccessEndKind.Group, null, name),
        ["node", var name] => new(AccessEndKind.Node, null, name),
        ["machine", var name] => new(AccessEndKind.Machine, null, name),
        [_, var name] => new(AccessEndKind.User, null, name),
        _ => throw new ArgumentException(text, nameof(text)),
    };

    private static IEnumerable<Volume> Volumes(string? hostPath, string? secret)
    {
        if (hostPath is not null)
            yield return new() { Name = "host", HostPath = new() { Path = hostPath } };
        if (secret is not null)
            yield return new() { Name = "secret", Secret = new() { SecretName = secret } };
    }

    private static Subject SubjectOf(string text) => End(text) is var end && end.Kind == AccessEndKind.Node
        ? new() { Kind = "User", Name = $"system:node:{end.Name}" }
        : new() { Kind = end.Kind.ToString(), Name = end.Name, Namespace = end.Namespace };

    private static PolicyRule Rule(string text) => text.Split('|') switch
    {
        [var verbs, var groups, var resources] => new() { Verbs = verbs.Split(','), ApiGroups = Groups(groups), Resources = resources.Split(',') },
        [var verbs, var groups, var resources, var names] =>
            new() { Verbs = verbs.Split(','), ApiGroups = Groups(groups), Resources = resources.Split(','), ResourceNames = names.Split(',') },
        _ => throw new ArgumentException(text, nameof(text)),
    };

    private static string[] Groups(string groups) => [.. groups.Split(',').Select(group => group switch
    {
        "rbac" => Rbac,
        "csr" => "certificates.k8s.io",
        "adm" => "admissionregistration.k8s.io",
        _ => group,
    })];
}
