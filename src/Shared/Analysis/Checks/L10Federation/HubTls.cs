using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-HUB-TLS: the hub verifies the certificates of its members (Karmada, KubeFed). How Argo CD connects stands in values of Secrets, which are never read:
/// with Argo CD and no other hub the cluster is not assessed.
/// </summary>
internal sealed class HubTls : FederationCheck<GenericObject>
{
    public override string Id => "L10-HUB-TLS";

    public override IReadOnlyList<KindRef> Reads { get; } = [FleetHubs.ArgoProject];

    public override bool DecidesWithoutReads => true;

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [FleetHubs.KarmadaCluster, new(FleetHubs.KubeFed, "KubeFedCluster")];

    protected override string Absent => "No cluster is registered with Karmada or KubeFed here.";

    protected override void Evaluate(GenericObject item, ClusterView view, Judgement judgement)
    {
        if (item.Group == FleetHubs.KarmadaClusters)
        {
            if (item.Spec.Field("insecureSkipTLSVerification").Flag() == true)
                judgement.Fail("spec.insecureSkipTLSVerification", "true", "false or absent, with caBundle of the member",
                    "Whoever answers at the member's address receives the hub's credential for it.");
        }
        else if (string.Join(',', item.Spec.Field("disabledTLSValidations").Texts()) is { Length: > 0 } disabled)
            judgement.Fail("spec.disabledTLSValidations", disabled, "absent", "The hub does not fully verify the member's certificate.");
    }

    protected override void EvaluateCluster(ClusterView view, Judgement judgement)
    {
        if (view.Inventory.CountOf(FleetHubs.ArgoProject) > 0)
            judgement.NotAssessed("Whether Argo CD verifies its clusters stands in values of Secrets, which are never read.");
        else
            base.EvaluateCluster(view, judgement);
    }
}
