using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>L10-KARMADA-PROXY: nobody but the platform reaches every member through the proxy of Karmada; a right to named clusters passes.</summary>
internal sealed class KarmadaProxy : RightCheck
{
    public override string Id => "L10-KARMADA-PROXY";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ClusterRole>(), FleetHubs.KarmadaCluster];

    /// <summary>Clusters of Karmada have no namespace: only a ClusterRoleBinding reaches them.</summary>
    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<ClusterRoleBinding>()];

    protected override string Expected => "clusters/proxy with resourceNames";

    protected override bool Concerns(KubeObject item, ClusterView view) => IsKarmada(view);

    protected override bool ConcernsCluster(ClusterView view) => !IsKarmada(view);

    protected override void EvaluateCluster(ClusterView view, Judgement judgement) => judgement.NotApplicable("This is no control plane of Karmada.");

    protected override string? RightOf(PolicyRule rule, AccessBinding binding) =>
        rule.ResourceNames.Count == 0 && rule.Verbs.Count > 0 && RuleMatch.Reaches(rule, FleetHubs.KarmadaClusters, "clusters/proxy")
            ? $"{rule.Verbs[0]} clusters/proxy"
            : null;

    private static bool IsKarmada(ClusterView view) => view.Inventory.CountOf(FleetHubs.KarmadaCluster) > 0;
}
