namespace Posture.Model.Inventory;

/// <summary>core/v1 ServiceAccount; AutomountServiceAccountToken absent means true.</summary>
public sealed record ServiceAccount : KubeObject
{
    public bool? AutomountServiceAccountToken { get; set; }
    public IReadOnlyList<LocalObjectReference> ImagePullSecrets { get; set => field = value ?? []; } = [];
    public IReadOnlyList<LocalObjectReference> Secrets { get; set => field = value ?? []; } = [];
}

/// <summary>rbac.authorization.k8s.io/v1 Role.</summary>
public sealed record Role : KubeObject
{
    public IReadOnlyList<PolicyRule> Rules { get; set => field = value ?? []; } = [];
}

/// <summary>rbac.authorization.k8s.io/v1 ClusterRole.</summary>
public sealed record ClusterRole : KubeObject
{
    public IReadOnlyList<PolicyRule> Rules { get; set => field = value ?? []; } = [];
    public AggregationRule? AggregationRule { get; set; }
}

/// <summary>Selectors of the ClusterRoles whose rules are merged.</summary>
public sealed record AggregationRule
{
    public IReadOnlyList<LabelSelector> ClusterRoleSelectors { get; set => field = value ?? []; } = [];
}

/// <summary>rbac/v1 PolicyRule.</summary>
public sealed record PolicyRule
{
    public IReadOnlyList<string> Verbs { get; set => field = value ?? []; } = [];
    public IReadOnlyList<string> ApiGroups { get; set => field = value ?? []; } = [];
    public IReadOnlyList<string> Resources { get; set => field = value ?? []; } = [];
    public IReadOnlyList<string> ResourceNames { get; set => field = value ?? []; } = [];
    public IReadOnlyList<string> NonResourceURLs { get; set => field = value ?? []; } = [];
}

/// <summary>rbac.authorization.k8s.io/v1 RoleBinding.</summary>
public sealed record RoleBinding : KubeObject
{
    public IReadOnlyList<Subject> Subjects { get; set => field = value ?? []; } = [];
    public RoleRef RoleRef { get; set => field = value ?? new(); } = new();
}

/// <summary>rbac.authorization.k8s.io/v1 ClusterRoleBinding.</summary>
public sealed record ClusterRoleBinding : KubeObject
{
    public IReadOnlyList<Subject> Subjects { get; set => field = value ?? []; } = [];
    public RoleRef RoleRef { get; set => field = value ?? new(); } = new();
}

/// <summary>Kind is User, Group or ServiceAccount.</summary>
public sealed record Subject
{
    public string Kind { get; set => field = value ?? ""; } = "";
    public string? ApiGroup { get; set; }
    public string Name { get; set => field = value ?? ""; } = "";
    public string? Namespace { get; set; }
}

/// <summary>The role a binding grants.</summary>
public sealed record RoleRef
{
    public string? ApiGroup { get; set; }
    public string Kind { get; set => field = value ?? ""; } = "";
    public string Name { get; set => field = value ?? ""; } = "";
}
