namespace Posture.Analysis.Access;

/// <summary>A shortest way from one identity to another, or to the whole cluster.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it leads.</param>
/// <param name="Steps">Its steps, in order.</param>
/// <param name="IsCertain">No step rests on an assumption.</param>
/// <param name="LeavesScope">The last step leaves the namespaces that the asker may know of; what follows is not told.</param>
/// <param name="OtherFirstSteps">Further first steps from which <paramref name="To"/> is reached too: cutting this path alone does not stop them.</param>
public sealed record AccessPath(AccessEnd From, AccessEnd To, IReadOnlyList<AccessStep> Steps, bool IsCertain, bool LeavesScope, int OtherFirstSteps);

/// <summary>Where a step begins or ends. Names are text of the cluster: hostile.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Namespace">Of a service account its namespace; of a role's rights the namespace they hold in, null for the whole cluster.</param>
/// <param name="Name">Its name; empty where the kind says all.</param>
public sealed record AccessEnd(AccessEndKind Kind, string? Namespace, string Name)
{
    /// <summary>The whole cluster: everything may be done.</summary>
    public static AccessEnd ClusterAdmin { get; } = new(AccessEndKind.ClusterAdmin, null, "");

    /// <summary>Something in namespaces that the asker may not know of.</summary>
    public static AccessEnd Outside { get; } = new(AccessEndKind.Outside, null, "");

    /// <summary>Who asks, as an end; an identity without a user name is its first group.</summary>
    public static AccessEnd Of(Identity identity) => identity.User.Length > 0
        ? AccessWay.EndOf(AccessGraphBuilder.VertexOf(identity.User))
        : new(AccessEndKind.Group, null, identity.Groups[0]);

    /// <summary>For people: <c>service account shop/web</c>.</summary>
    public override string ToString() => In(chinese: false);

    /// <summary>For people, in their language.</summary>
    public string In(bool chinese) => chinese ? Chinese : English;

    private string English => Kind switch
    {
        AccessEndKind.User => $"user {Name}",
        AccessEndKind.Group => $"group {Name}",
        AccessEndKind.ServiceAccount => $"service account {Namespace}/{Name}",
        AccessEndKind.Node => $"kubelet of node {Name}",
        AccessEndKind.Machine => $"root on node {Name}",
        AccessEndKind.Rights when Namespace is null => $"the rights of {Name} in the whole cluster",
        AccessEndKind.Rights when Namespace == "*" => $"the rights of {Name} in every namespace",
        AccessEndKind.Rights => $"the rights of {Name} in namespace {Namespace}",
        AccessEndKind.ClusterAdmin => "cluster-admin",
        _ => "outside of your namespaces",
    };

    private string Chinese => Kind switch
    {
        AccessEndKind.User => $"用户 {Name}",
        AccessEndKind.Group => $"组 {Name}",
        AccessEndKind.ServiceAccount => $"服务账户 {Namespace}/{Name}",
        AccessEndKind.Node => $"节点 {Name} 的 kubelet",
        AccessEndKind.Machine => $"节点 {Name} 上的 root",
        AccessEndKind.Rights when Namespace is null => $"{Name} 在整个集群中的权限",
        AccessEndKind.Rights when Namespace == "*" => $"{Name} 在每个命名空间中的权限",
        AccessEndKind.Rights => $"{Name} 在命名空间 {Namespace} 中的权限",
        AccessEndKind.ClusterAdmin => "集群管理员（cluster-admin）",
        _ => "已授权命名空间之外",
    };
}

/// <summary>What an end is.</summary>
public enum AccessEndKind
{
    User,
    Group,
    ServiceAccount,

    /// <summary>The identity <c>system:node:NAME</c> in group <c>system:nodes</c>.</summary>
    Node,

    /// <summary>Root on the machine of a node: its kubelet's identity and all that lies on its disks.</summary>
    Machine,

    /// <summary>The rights of a role that the identity before has bound to itself.</summary>
    Rights,
    ClusterAdmin,
    Outside,
}

/// <summary>One step, with what allows it.</summary>
/// <param name="From">Who takes it.</param>
/// <param name="To">What it leads to.</param>
/// <param name="Kind">How.</param>
/// <param name="By">Bindings, roles and rules that allow it together; none where no RBAC rule is needed.</param>
/// <param name="Namespace">Namespace that it goes through; null for none.</param>
/// <param name="Object">Object that it goes through, for example <c>Pod shop/web</c>; null for none.</param>
/// <param name="Assumption">What could not be seen and is taken for given; null where nothing is.</param>
public sealed record AccessStep(
    AccessEnd From, AccessEnd To, AccessStepKind Kind, IReadOnlyList<AccessStepGrant> By, string? Namespace, string? Object, string? Assumption)
{
    /// <summary>One sentence for people, in their language.</summary>
    public string In(bool chinese) => chinese ? AccessStepText.Chinese(this) : AccessStepText.English(this);
}

/// <summary>One rule that a step needs.</summary>
/// <param name="Binding"><c>Kind/namespace/name</c>; null for the binding that the step before has made.</param>
/// <param name="Role">Likewise.</param>
/// <param name="Rule">Place of the rule, <c>rules[0]</c>.</param>
/// <param name="Namespace">Where it holds; null for the whole cluster, <c>*</c> for every namespace.</param>
/// <param name="Right">Verb and resource, for example <c>create pods</c>.</param>
/// <param name="Group">Group through which the binding counts for the identity; null where it names the identity itself.</param>
public sealed record AccessStepGrant(string? Binding, string Role, string Rule, string? Namespace, string Right, string? Group);
