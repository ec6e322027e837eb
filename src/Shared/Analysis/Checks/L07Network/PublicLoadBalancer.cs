using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>L7-SVC-LOADBALANCER: a load balancer is internal, limited to source ranges, or declared as edge. An address that is not known counts as public.</summary>
internal sealed class PublicLoadBalancer : ObjectCheck<Service>
{
    public override string Id => "L7-SVC-LOADBALANCER";

    protected override bool Concerns(Service item, ClusterView view) => item.Spec.Type == "LoadBalancer";

    protected override void Evaluate(Service item, ClusterView view, Judgement judgement)
    {
        if (ServiceExposure.InternalBecause(item) is { } reason)
            judgement.Note("status.loadBalancer.ingress", reason, "The load balancer is internal.");
        else if (!ServiceExposure.IsOpenLoadBalancer(item))
            judgement.Note("spec.loadBalancerSourceRanges", string.Join(", ", ServiceExposure.SourceRanges(item)), "Only these sources can connect.");
        else if (view.Policy.IsEdge(item.Namespace, item.Name))
            judgement.Note("spec.type", "LoadBalancer", "Declared as an edge Service.");
        else
        {
            var given = item.Status?.LoadBalancer?.Ingress is { Count: > 0 } ingress ? ingress[0].Ip ?? ingress[0].Hostname : null;
            judgement.Fail("spec.loadBalancerSourceRanges", ServiceExposure.SourceRanges(item) is { Count: > 0 } ranges ? string.Join(", ", ranges) : "absent",
                "named source ranges, or an internal load balancer", $"Everybody can connect to the load balancer ({given ?? "address not known yet"}).");
        }
    }
}
