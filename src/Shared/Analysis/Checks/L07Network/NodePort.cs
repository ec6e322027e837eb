using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>L7-SVC-NODEPORT: Services open no port on the nodes unless declared as edge. High where a node has a public address.</summary>
internal sealed class NodePort : ObjectCheck<Service>
{
    public override string Id => "L7-SVC-NODEPORT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Node>()];

    public override bool DecidesWithoutReads => true;

    protected override void Evaluate(Service item, ClusterView view, Judgement judgement)
    {
        if (item.Spec.Type == "ExternalName")
            judgement.NotApplicable("An ExternalName Service opens no port.");
        if (!ServiceExposure.OpensNodePorts(item))
            return;
        if (view.Policy.IsEdge(item.Namespace, item.Name))
        {
            judgement.Note("spec.type", item.Spec.Type ?? "", "Declared as an edge Service.");
            return;
        }
        if (item.Spec.Type == "NodePort")
            judgement.Fail("spec.type", "NodePort", "ClusterIP", $"The Service opens a port on every node{Ports(item)}.");
        else
            judgement.Fail("spec.allocateLoadBalancerNodePorts", item.Spec.AllocateLoadBalancerNodePorts is null ? "absent" : "true", "false",
                $"Beside its load balancer, the Service opens a port on every node{Ports(item)}.");
        if (view.PublicNode is { Length: > 0 } node)
            judgement.Fail("Node: status.addresses", node, "no public address on nodes with node ports", "A node has a public address: the port is open to the internet.",
                Severity.High);
    }

    private static string Ports(Service item)
    {
        var ports = item.Spec.Ports.Select(port => port.NodePort).OfType<int>().ToList();
        return ports.Count == 0 ? "" : $" ({string.Join(", ", ports)})";
    }
}
