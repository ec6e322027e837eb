using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-OCM-REGISTRATION: joins to the hub are approved by hand or for trusted identities, and the cluster sets that hold every cluster are bound into no tenant
/// namespace. Whether each accepted cluster is known to the fleet needs the other clusters and is not judged here.
/// </summary>
internal sealed class JoinApproval : FederationCheck<GenericObject>
{
    private static readonly KindRef Manager = new("operator.open-cluster-management.io", "ClusterManager");

    /// <summary>Ways to sign a join; the third is how the first release that had it wrote the second.</summary>
    private static readonly string[] Drivers = ["csr", "awsirsa", "awsisra", "grpc"];

    public override string Id => "L10-OCM-REGISTRATION";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [Manager, new(FleetHubs.OcmClusters, "ManagedClusterSetBinding")];

    protected override string Absent => "This is no hub of Open Cluster Management.";

    protected override void Evaluate(GenericObject item, ClusterView view, Judgement judgement)
    {
        if (item.Kind == Manager.Kind)
        {
            var configuration = item.Spec.Field("registrationConfiguration");
            Approved("spec.registrationConfiguration.autoApproveUsers", configuration.Field("autoApproveUsers"), view, judgement);
            foreach (var (index, driver) in configuration.Field("registrationDrivers").Items().Index())
                foreach (var type in Drivers)
                    Approved($"spec.registrationConfiguration.registrationDrivers[{index}].{type}.autoApprovedIdentities",
                        driver.Field(type, "autoApprovedIdentities"), view, judgement);
        }
        else if (item.Spec.Text("clusterSet") is "global" or "default" && !view.IsSystem(item.Namespace) && !FleetHubs.IsHub(item.Namespace))
            judgement.Fail("spec.clusterSet", item.Spec.Text("clusterSet")!, "a set of the tenant's clusters",
                $"Placements in {item.Namespace} pick any cluster of the fleet.");
    }

    private static void Approved(string path, JsonElement? identities, ClusterView view, Judgement judgement)
    {
        foreach (var (index, user) in identities.Texts().Index())
            if (!view.Policy.TrustedSubjects.Contains($"User:{user}"))
                judgement.Fail($"{path}[{index}]", user, "trusted identities only",
                    "Whoever holds this identity joins clusters that nobody looked at, and receives work meant for the fleet.");
    }
}
