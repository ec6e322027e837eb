using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-NETPOL-DANGLING: a network policy selects pods that exist; a selector with a slip of the pen protects nobody. A peer that no pod or namespace answers to
/// lets nobody in (low). Peers in system namespaces without a workload and rules for DNS only are left alone: a folder seldom holds what they name.
/// </summary>
internal sealed class IdlePolicy : ObjectCheck<NetworkPolicy>
{
    public override string Id => "L7-NETPOL-DANGLING";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. WorkloadKinds, .. Kinds<Namespace>()];

    internal override bool HeedsReplica(Workload workload) => false;

    /// <summary>A peer may be a pod of another namespace.</summary>
    public override bool CrossNamespace => true;

    protected override void Evaluate(NetworkPolicy item, ClusterView view, Judgement judgement)
    {
        if (view.Workloads.All.Count == 0)
        {
            if (!item.Spec.PodSelector.IsEmpty)
                judgement.NotAssessed("No workload is among the objects read, so whether the policy selects pods is unknown.");
            return;
        }
        if (!item.Spec.PodSelector.IsEmpty && !view.Workloads.Selects(item.Namespace, item.Spec.PodSelector))
            judgement.Fail("spec.podSelector", "selects no pod", "labels of pods that exist",
                "The policy isolates nobody; the pods it was meant for may be open.");
        if (KubernetesPolicies.IsIngress(item.Spec))
            Rules(item, item.Spec.Ingress ?? [], "ingress", view, judgement);
        if (KubernetesPolicies.IsEgress(item.Spec))
            Rules(item, item.Spec.Egress ?? [], "egress", view, judgement);
    }

    private static void Rules(NetworkPolicy item, IReadOnlyList<NetworkPolicyRule> rules, string field, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            var (end, peers) = field == "ingress" ? ("from", rules[i].From) : ("to", rules[i].To);
            for (var j = 0; j < (KubernetesPolicies.IsDnsOnly(rules[i]) ? 0 : peers?.Count ?? 0); j++)
                if (Unanswered(peers![j], item.Namespace, view) is { } selector)
                    judgement.Fail($"spec.{field}[{i}].{end}[{j}].{selector}", "matches nothing", "labels that exist",
                        "Nobody answers to the peer, so the rule permits nothing by it.", Severity.Low);
        }
    }

    /// <summary>Which selector of a peer finds nothing; null when a pod answers, or any pod of a namespace may.</summary>
    private static string? Unanswered(NetworkPolicyPeer peer, string home, ClusterView view)
    {
        var any = peer.PodSelector is null or { IsEmpty: true };
        if (peer.NamespaceSelector is not { } namespaces)
            return any || view.Workloads.Selects(home, peer.PodSelector!) ? null : "podSelector";
        var named = namespaces.MatchLabels[PodPolicyIndex.NameLabel];
        if (named is not null && view.IsSystem(named) && !view.Workloads.InNamespace(named).Any())
            return null;
        var found = false;
        foreach (var ns in view.NamespacesOf(namespaces))
        {
            if (any || view.Workloads.Selects(ns.Name, peer.PodSelector!))
                return null;
            found = true;
        }
        return found ? "podSelector" : "namespaceSelector";
    }
}
