using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-NETPOL-ALLOW-ALL: no rule opens the selected pods to every peer. Incoming rules also count when they name the whole address space; policies of declared edge
/// workloads may. A rule without peers that allows DNS only opens nothing else.
/// </summary>
internal sealed class AllowAllPolicy : ObjectCheck<NetworkPolicy>
{
    public override string Id => "L7-NETPOL-ALLOW-ALL";

    public override IReadOnlyList<KindRef> Reads => WorkloadKinds;

    internal override bool HeedsReplica(Workload workload) => false;

    protected override void Evaluate(NetworkPolicy item, ClusterView view, Judgement judgement)
    {
        var ingress = KubernetesPolicies.IsIngress(item.Spec) ? item.Spec.Ingress ?? [] : [];
        for (var i = 0; i < ingress.Count; i++)
            if (Opens(ingress[i].From, addresses: true) is { } observed)
            {
                if (IsEdge(item, view))
                    judgement.Note($"spec.ingress[{i}].from", observed, "Selects declared edge workloads only.");
                else
                    judgement.Fail($"spec.ingress[{i}].from", observed, "peers named by label, namespace or address range", "An ingress rule lets everybody in.");
            }
        var egress = KubernetesPolicies.IsEgress(item.Spec) ? item.Spec.Egress ?? [] : [];
        for (var i = 0; i < egress.Count; i++)
            if (Opens(egress[i].To, addresses: false) is { } observed && !KubernetesPolicies.IsDnsOnly(egress[i]))
                judgement.Fail($"spec.egress[{i}].to", observed, "peers named by label, namespace or address range", "An egress rule lets the pods call everybody.");
    }

    /// <summary>What makes a list of peers everybody; null when it is not.</summary>
    private static string? Opens(IReadOnlyList<NetworkPolicyPeer>? peers, bool addresses)
    {
        if (peers is null or [])
            return "absent";
        foreach (var peer in peers)
        {
            if (peer is { PodSelector: null, NamespaceSelector: null, IpBlock: null })
                return "{}: a peer that names nobody restricts nothing"; // the API server refuses it; a manifest may hold it
            if (peer.NamespaceSelector is { IsEmpty: true } && peer.PodSelector is null or { IsEmpty: true } && peer.IpBlock is null)
                return "namespaceSelector {}: every pod of every namespace";
            if (addresses && peer.IpBlock is { Except.Count: 0 } block && NetworkAddress.IsEverywhere(block.Cidr))
                return block.Cidr;
        }
        return null;
    }

    private static bool IsEdge(NetworkPolicy policy, ClusterView view)
    {
        if (view.Policy.Edge.Count == 0)
            return false;
        var any = false;
        foreach (var workload in view.Workloads.InNamespace(policy.Namespace))
            if (policy.Spec.PodSelector.Matches(workload.PodLabels))
            {
                if (!view.Policy.IsEdge(policy.Namespace, workload.Object.Name))
                    return false;
                any = true;
            }
        return any;
    }
}
