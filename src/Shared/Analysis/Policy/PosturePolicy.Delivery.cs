namespace Posture.Analysis.Policy;

public sealed partial record PosturePolicy
{
    /// <summary>
    /// Label of a namespace that says what its volumes hold: <c>stateful</c> data that must have copies, or <c>critical</c> data that must outlive its claim
    /// too.
    /// </summary>
    [PolicyParameter("Label key of a namespace that says what its volumes hold: stateful or critical.", PolicyFormat.LabelKey)]
    public string DataLabel { get; init; } = "posture.dev/data";

    /// <summary>Label that marks a workload, or all workloads of a namespace, as critical.</summary>
    [PolicyParameter("Label key that marks a workload, or all workloads of a namespace, as critical.", PolicyFormat.LabelKey)]
    public string CriticalLabel { get; init; } = "posture.dev/critical";

    /// <summary>Labels or annotations of which a namespace has one that names who answers for it.</summary>
    [PolicyParameter("Labels or annotations of which a namespace has one that names who answers for it.", PolicyFormat.LabelKey)]
    public IReadOnlyList<string> OwnerKeys { get; init; } = ["owner", "team", "contact", "app.kubernetes.io/owner"];

    /// <summary>Oldest copy of a volume that still counts, in days.</summary>
    [PolicyParameter("Oldest copy of a volume that still counts, in days.", Minimum = 1, Maximum = 3650)]
    public int MaxCopyAgeDays { get; init; } = 7;

    /// <summary>Longest time that a released volume may keep its data, in days.</summary>
    [PolicyParameter("Longest time that a released volume may keep its data, in days.", Minimum = 0, Maximum = 3650)]
    public int MaxReleasedDays { get; init; } = 30;

    /// <summary>Names of CSI drivers that were reviewed. Empty: whether a driver is one is not assessed.</summary>
    [PolicyParameter("Names of CSI drivers that were reviewed. Empty: whether a driver is one is not assessed.", PolicyFormat.Name)]
    public IReadOnlySet<string> CsiDrivers { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Least share of Opaque Secrets that an external store manages, in percent.</summary>
    [PolicyParameter("Least share of Opaque Secrets that an external store manages, in percent.", Minimum = 0, Maximum = 100)]
    public int ExternalSecretShare { get; init; } = 50;

    /// <summary>
    /// Namespaces that are delivered from Git alone; an entry that ends in <c>*</c> is a prefix. One that a delivery tool made itself counts without being
    /// named.
    /// </summary>
    [PolicyParameter("Namespaces that are delivered from Git alone; * at the end makes a prefix.", PolicyFormat.NamespacePattern)]
    public IReadOnlyList<string> GitOpsNamespaces { get; init; } = [];

    /// <summary>Registries (host, or host with path prefix) that ask who pulls. Empty: whether pulls have credentials of their own is not assessed.</summary>
    [PolicyParameter("Registries that ask who pulls: a host, or a host with a path. Empty: L3-PULL-AUTH-MISSING is not assessed.", PolicyFormat.Registry)]
    public IReadOnlyList<string> PrivateRegistries { get; init; } = [];

    /// <summary>Private registries that nodes pull from by an identity of their own (a credential provider of the kubelet).</summary>
    [PolicyParameter("Private registries that nodes pull from by an identity of their own.", PolicyFormat.Registry)]
    public IReadOnlyList<string> NodeIdentityRegistries { get; init; } = [];

    /// <summary>Most registry hosts that images come from.</summary>
    [PolicyParameter("Most registry hosts that images come from.", Minimum = 1, Maximum = 1000)]
    public int MaxRegistries { get; init; } = 6;

    /// <summary>Most namespaces that may hold the same registry credential.</summary>
    [PolicyParameter("Most namespaces that may hold the same registry credential.", Minimum = 1, Maximum = 100_000)]
    public int MaxPullSecretNamespaces { get; init; } = 5;

    /// <summary>Accounts of registries that may push or administer; they have no place in a pull secret.</summary>
    [PolicyParameter("Accounts of registries that may push or administer; they have no place in a pull secret.", PolicyFormat.Name)]
    public IReadOnlySet<string> PushAccounts { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What updates images from outside the cluster (a bot of the Git host). Empty: nothing does.</summary>
    [PolicyParameter("What updates images from outside the cluster, such as a bot of the Git host. Empty: nothing does.")]
    public IReadOnlyList<string> UpdateAutomation { get; init; } = [];
}
