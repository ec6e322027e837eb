using System.Globalization;
using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-COVERAGE: of a cluster in a fleet most controls can be assessed, the clusters that it is compared with were confirmed lately, and every member that a
/// hub here names is known to the product.
/// </summary>
internal sealed class MemberCoverage : ClusterCheck
{
    private static readonly KindRef ClusterProfile = new("multicluster.x-k8s.io", "ClusterProfile");
    private static readonly KindRef KubeFedCluster = new(FleetHubs.KubeFed, "KubeFedCluster");

    public override string Id => "L10-COVERAGE";

    public override bool ReadsFleet => true;

    public override bool ReadsVerdicts => true;

    public override bool DecidesWithoutReads => true;

    public override IReadOnlyList<KindRef> Reads { get; } = [FleetHubs.ManagedCluster, FleetHubs.KarmadaCluster, KubeFedCluster, ClusterProfile];

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        if (view.Fleet.Others.Count == 0)
        {
            judgement.NotAssessed(FleetText.Incomparable(view, "coverage"));
            return;
        }
        var share = view.UnknownShare.ToString("P0", CultureInfo.InvariantCulture);
        if (view.UnknownShare * 100 > view.Policy.UnknownPercent)
            judgement.Fail("coverage", $"{share} of the controls unknown", $"at most {view.Policy.UnknownPercent} %",
                "A large part of this cluster is a blind spot: its score says little.");
        foreach (var other in view.Fleet.Others)
            if (other.ConfirmedAt is not { } at)
                judgement.Fail($"cluster {other.Name}", "never collected", "a first snapshot", $"{other.Name} is registered and was never read.");
            else if (view.Now - at > TimeSpan.FromHours(view.Policy.StaleHours))
                judgement.Fail($"cluster {other.Name}", $"confirmed last {at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC",
                    $"within {view.Policy.StaleHours} hours", $"What is said of {other.Name}, and by comparing with it, is old.");
        foreach (var kind in Reads)
            foreach (var member in view.Inventory.All(kind).Select(item => item.Name).Order(StringComparer.Ordinal))
                if (!IsKnown(kind, member, view))
                    judgement.Fail($"{kind.Kind}/{member}", "unknown to the product", "registered here, or removed from the hub", $"The hub has a member {member} that nobody assesses.");
        judgement.Note("coverage", $"{share} of the controls unknown", "Every member is assessed.");
    }

    /// <summary>The hub itself is <c>local-cluster</c>; a member of another name than here is listed in the policy.</summary>
    private static bool IsKnown(KindRef kind, string member, ClusterView view) => member == "local-cluster" || member == view.Cluster
        || view.Fleet.Others.Any(other => other.Name == member) || view.Policy.IntendedDifferences.Contains($"{kind.Kind}/{member}");
}
