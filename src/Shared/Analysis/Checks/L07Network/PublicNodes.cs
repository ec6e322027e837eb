using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-NODE-PUBLIC-ADDRESS: nodes carry private addresses only, but for those the policy names as edge. A public address proves no reachability: firewalls are
/// not visible.
/// </summary>
internal sealed class PublicNodes : ObjectCheck<Node>
{
    public override string Id => "L7-NODE-PUBLIC-ADDRESS";

    protected override void Evaluate(Node item, ClusterView view, Judgement judgement)
    {
        var reported = false;
        for (var i = 0; i < item.Status.Addresses.Count; i++)
        {
            var address = item.Status.Addresses[i];
            if (address.Type is not ("ExternalIP" or "InternalIP") || string.IsNullOrEmpty(address.Address))
                continue;
            reported = true;
            if (address.Type != "ExternalIP" && NetworkAddress.IsPublic(address.Address) != true)
                continue;
            if (view.Policy.EdgeNodes.Contains(item.Name))
                judgement.Note($"status.addresses[{i}]", $"{address.Type} {address.Address}", "Declared as an edge node.");
            else
                judgement.Fail($"status.addresses[{i}]", $"{address.Type} {address.Address}", "private addresses only",
                    "The node can be addressed from outside: kubelet, node ports and host ports depend on firewalls alone.");
        }
        if (!reported)
            judgement.Note("status.addresses", "absent", "The provider reports no address of the node.");
    }
}
