using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>What the rules of one role give that a path may use. Found once a role, whatever it is bound to; bounded by its rules and their names.</summary>
internal sealed class RolePowers
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Certificates = "certificates.k8s.io";
    private const string Admission = "admissionregistration.k8s.io";

    private static readonly string[] Change = ["patch", "update"];

    private static readonly Entry[] Table =
    [
        new(Power.ReadSecrets, "", "secrets", ["get", "list", "watch"]), new(Power.CreateSecrets, "", "secrets", ["create"]),
        new(Power.CreateTokens, "", "serviceaccounts/token", ["create"]),
        .. Kinds.Select(kind => new Entry(Power.CreateWorkloads, kind.Group, kind.Resource, ["create"])),
        .. Kinds.Where(kind => kind.Resource is not ("pods" or "jobs")).Select(kind => new Entry(Power.ChangeWorkloads, kind.Group, kind.Resource, Change)),
        new(Power.ChangePods, "", "pods", Change),
        new(Power.EnterPods, "", "pods/exec", ["create"]), new(Power.EnterPods, "", "pods/attach", ["create"]),
        new(Power.EnterPods, "", "pods/exec", ["get"], Old: true), new(Power.EnterPods, "", "pods/attach", ["get"], Old: true),
        new(Power.DebugPods, "", "pods/ephemeralcontainers", Change),
        new(Power.ProxyNodes, "", "nodes/proxy", ["get", "create", "update", "patch", "delete"], Cluster: true),
        new(Power.ImpersonateUsers, "", "users", ["impersonate"], Cluster: true), new(Power.ImpersonateGroups, "", "groups", ["impersonate"], Cluster: true),
        new(Power.ImpersonateAccounts, "", "serviceaccounts", ["impersonate"]),
        new(Power.BindClusterRoles, Rbac, "clusterroles", ["bind"]), new(Power.BindRoles, Rbac, "roles", ["bind"]),
        new(Power.EscalateClusterRoles, Rbac, "clusterroles", ["escalate"], Cluster: true), new(Power.EscalateRoles, Rbac, "roles", ["escalate"]),
        new(Power.CreateClusterBindings, Rbac, "clusterrolebindings", ["create"], Cluster: true),
        new(Power.ChangeClusterBindings, Rbac, "clusterrolebindings", Change, Cluster: true),
        new(Power.CreateBindings, Rbac, "rolebindings", ["create"]), new(Power.ChangeBindings, Rbac, "rolebindings", Change),
        new(Power.ChangeClusterRoles, Rbac, "clusterroles", Change, Cluster: true), new(Power.ChangeRoles, Rbac, "roles", Change),
        new(Power.RequestCertificates, Certificates, "certificatesigningrequests", ["create"], Cluster: true),
        new(Power.ApproveCertificates, Certificates, "certificatesigningrequests/approval", Change, Cluster: true),
        new(Power.ApproveForSigner, Certificates, "signers", ["approve"], Cluster: true),
        new(Power.CreateMutating, Admission, "mutatingwebhookconfigurations", ["create"], Cluster: true),
        new(Power.ChangeMutating, Admission, "mutatingwebhookconfigurations", Change, Cluster: true),
        new(Power.CreateValidating, Admission, "validatingwebhookconfigurations", ["create"], Cluster: true),
        new(Power.ChangeValidating, Admission, "validatingwebhookconfigurations", Change, Cluster: true),
        new(Power.CreateVolumes, "", "persistentvolumes", ["create"], Cluster: true), new(Power.CreateClaims, "", "persistentvolumeclaims", ["create"]),
        new(Power.ChangeNamespaces, "", "namespaces", Change), new(Power.ChangeConfigMaps, "", "configmaps", Change),
    ];

    private readonly Held[] _cluster;
    private readonly Held[] _namespaced;

    /// <param name="rules">Rules of the role.</param>
    /// <param name="execByGet">The API server is older than 1.35, or of unknown version: get is enough to enter a pod over a web socket.</param>
    public RolePowers(IReadOnlyList<PolicyRule> rules, bool execByGet)
    {
        for (var i = 0; i < rules.Count && Everything is null; i++)
            if (AccessBinding.IsEverything([rules[i]]))
                Everything = new(Power.CreateTokens, i, "*", "*", null, true);
        var held = new List<Held>();
        foreach (var entry in Table)
            if (execByGet || !entry.Old)
                Find(entry, rules, held);
        _cluster = [.. held];
        _namespaced = [.. held.Where(one => !one.ClusterOnly)];
        HasHalves = Array.Exists(_cluster, one => one.IsHalf);
    }

    /// <summary>What makes pods, with the names of its kinds (as L6-RBAC-WORKLOAD-CREATE, and controllers of other projects that are read).</summary>
    public static IReadOnlyList<(string Group, string Resource, string Kind)> Kinds =>
    [
        ("", "pods", "Pod"), ("apps", "deployments", "Deployment"), ("apps", "daemonsets", "DaemonSet"), ("apps", "statefulsets", "StatefulSet"),
        ("apps", "replicasets", "ReplicaSet"), ("batch", "jobs", "Job"), ("batch", "cronjobs", "CronJob"),
        ("", "replicationcontrollers", "ReplicationController"),
        ("apps.openshift.io", "deploymentconfigs", "DeploymentConfig"), ("argoproj.io", "rollouts", "Rollout"), ("serving.knative.dev", "services", "Service"),
    ];

    /// <summary>The rule that allows every verb on everything; null for none.</summary>
    public Held? Everything { get; }

    /// <summary>It holds something that leads on only together with something else.</summary>
    public bool HasHalves { get; }

    /// <summary>What counts in the whole cluster, or in a namespace: there a right on objects without a namespace is none.</summary>
    public IReadOnlyList<Held> In(bool cluster) => cluster ? _cluster : _namespaced;

    private static void Find(Entry entry, IReadOnlyList<PolicyRule> rules, List<Held> held)
    {
        // Of a right to change, each kind counts: which of them are there is known only later. Of any other, one way is as good as the next.
        var eachKind = entry.Power == Power.ChangeWorkloads;
        if (held.Exists(one => one.Power == entry.Power && one.Names is null && (!eachKind || one.Resource == entry.Resource)))
            return;
        for (var i = 0; i < rules.Count; i++)
        {
            var rule = rules[i];
            var names = rule.ResourceNames.Count == 0 ? null : rule.ResourceNames;
            if ((names is not null && entry.IsNameless) || !RuleMatch.Reaches(rule, entry.Group, entry.Resource)
                || RuleMatch.FirstVerb(rule, entry.Verbs) is not { } verb)
                continue;
            if (names is null)
                held.RemoveAll(one => one.Power == entry.Power && one.Resource == entry.Resource);
            held.Add(new(entry.Power, i, verb, entry.Resource, names, entry.Cluster));
            if (names is null)
                return;
        }
    }

    /// <summary>One way to hold a power. A <see cref="Cluster"/> one needs a binding of the whole cluster.</summary>
    private readonly record struct Entry(Power Power, string Group, string Resource, string[] Verbs, bool Cluster = false, bool Old = false)
    {
        /// <summary>What is created has no name that a rule could be limited to (but for what is created below a named object).</summary>
        public bool IsNameless => Verbs is ["create"] && !Resource.Contains('/', StringComparison.Ordinal);
    }
}

/// <summary>A power as one rule gives it; <see cref="Names"/> null means any object.</summary>
internal sealed record Held(Power Power, int Rule, string Verb, string Resource, IReadOnlyList<string>? Names, bool ClusterOnly)
{
    /// <summary>It leads on together with another power.</summary>
    public bool IsHalf => Power >= Power.CreateWorkloads;

    public string Right => $"{Verb} {Resource}";

    public bool Allows(string name) => Names is null || Names.Contains(name);
}

/// <summary>Rights that paths use. From <see cref="CreateWorkloads"/> on they lead further together with others.</summary>
internal enum Power
{
    CreateTokens,
    ChangePods,
    EnterPods,
    DebugPods,
    ProxyNodes,
    CreateMutating,
    ChangeMutating,
    CreateValidating,
    ChangeValidating,
    ChangeConfigMaps,
    CreateWorkloads,
    ChangeWorkloads,
    ReadSecrets,
    CreateSecrets,
    ImpersonateUsers,
    ImpersonateGroups,
    ImpersonateAccounts,
    BindClusterRoles,
    BindRoles,
    EscalateClusterRoles,
    EscalateRoles,
    CreateClusterBindings,
    ChangeClusterBindings,
    CreateBindings,
    ChangeBindings,
    ChangeClusterRoles,
    ChangeRoles,
    RequestCertificates,
    ApproveCertificates,
    ApproveForSigner,
    CreateVolumes,
    CreateClaims,
    ChangeNamespaces,
}
