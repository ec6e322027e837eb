namespace Posture.Analysis.Policy;

public sealed partial record PosturePolicy
{
    /// <summary>Environments whose clusters are compared with each other only; clusters of all others should be alike.</summary>
    [PolicyParameter("Environments whose clusters are compared with each other only; clusters of all others should be alike.")]
    public IReadOnlySet<string> SeparateEnvironments { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Environments that count as production, in any case.</summary>
    [PolicyParameter("Environments that count as production.")]
    public IReadOnlySet<string> ProductionEnvironments { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "production", "prod", "live" };

    /// <summary>How many clusters one person or group may administer.</summary>
    [PolicyParameter("How many clusters one person or group may administer.", Minimum = 1, Maximum = 10_000)]
    public int AdminClusters { get; init; } = 2;

    /// <summary>
    /// What may differ between clusters: <c>Namespace/NAME</c>, the <c>Kind/NAME</c> of a policy or cluster-wide role or binding, <c>Kind/NAMESPACE/NAME</c> of a
    /// namespaced one; and <c>ManagedCluster/NAME</c> (or another kind of a hub) for a member that is known under another name or assessed elsewhere.
    /// </summary>
    [PolicyParameter("What may differ between clusters: Namespace/NAME, Kind/NAME, or Kind/NAMESPACE/NAME of a role or binding; ManagedCluster/NAME for a member assessed elsewhere.",
        PolicyFormat.Name)]
    public IReadOnlySet<string> IntendedDifferences { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Labels of a namespace that say whose it is and how sensitive.</summary>
    [PolicyParameter("Labels of a namespace that say whose it is and how sensitive.", PolicyFormat.LabelKey)]
    public IReadOnlyList<string> OwnerLabels { get; init; } =
        ["posture.dev/tenant", "owner", "tenant", "team", "sensitivity", "data-class", "posture.dev/untrusted"];

    /// <summary>Hours in which clusters may run different images of one workload while a release is rolled out over them.</summary>
    [PolicyParameter("Hours in which clusters may run different images of one workload while a release is rolled out over them.", Minimum = 1, Maximum = 8760)]
    public int RolloutHours { get; init; } = 24;

    /// <summary>Hours after which a cluster that confirms nothing is a blind spot.</summary>
    [PolicyParameter("Hours after which a cluster that confirms nothing is a blind spot.", Minimum = 1, Maximum = 8760)]
    public int StaleHours { get; init; } = 24;

    /// <summary>Largest share of the controls, in percent, of which nothing could be assessed in a cluster of a fleet.</summary>
    [PolicyParameter("Largest share of the controls, in percent, of which nothing could be assessed in a cluster of a fleet.", Minimum = 0, Maximum = 100)]
    public int UnknownPercent { get; init; } = 20;

    /// <summary>Whether clusters of two environments should be alike.</summary>
    public bool Compares(string environment, string other) =>
        string.Equals(environment, other, StringComparison.OrdinalIgnoreCase) || !(SeparateEnvironments.Contains(environment) || SeparateEnvironments.Contains(other));
}
