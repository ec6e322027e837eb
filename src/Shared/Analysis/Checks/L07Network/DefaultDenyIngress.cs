using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-NETPOL-DEFAULT-DENY-INGRESS: some policy selects every pod of the namespace and allows nothing by itself, or every pod is isolated by some policy
/// (CIS 5.3.2, NSA NS2).
/// </summary>
internal sealed class DefaultDenyIngress : DefaultDeny
{
    public override string Id => "L7-NETPOL-DEFAULT-DENY-INGRESS";

    protected override void Evaluate(Namespace ns, NamespacePolicies policies, ClusterView view, Judgement judgement)
    {
        foreach (var policy in policies.All)
            if (policy is { Pods: null, Ingress: Isolation.DenyAll })
            {
                judgement.Note("NetworkPolicy", policy.Title, $"{policy.Title} denies incoming traffic by default.");
                return;
            }
        string? open = null;
        foreach (var workload in view.Workloads.InNamespace(ns.Name))
            if (workload.Template.Spec.HostNetwork != true && policies.IngressOf(workload.PodLabels) is null
                && (open is null || string.CompareOrdinal(workload.Object.Name, open) < 0))
                open = workload.Object.Name;
        if (open is null)
            judgement.Note("NetworkPolicy", $"{policies.All.Count} policies", "No default-deny, but policies select each of today's pods; a new pod would start open.");
        else
            judgement.Fail("NetworkPolicy", policies.All.Count == 0 ? "no policy" : $"{policies.All.Count} policies, none denies by default",
                "a policy with an empty podSelector, type Ingress and no ingress rule", $"Pods of {ns.Name} that no policy selects, such as {open}, accept traffic from everywhere.");
    }
}
