using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>L7-NETPOL-DEFAULT-DENY-EGRESS: some policy selects every pod of the namespace and lets out nothing, or DNS only (NSA NS2).</summary>
internal sealed class DefaultDenyEgress : DefaultDeny
{
    public override string Id => "L7-NETPOL-DEFAULT-DENY-EGRESS";

    protected override void Evaluate(Namespace ns, NamespacePolicies policies, ClusterView view, Judgement judgement)
    {
        foreach (var policy in policies.All)
            if (policy is { Pods: null, Egress: Isolation.DenyAll or Isolation.DnsOnly })
            {
                judgement.Note("NetworkPolicy", policy.Title,
                    $"{policy.Title} denies outgoing traffic by default{(policy.Egress == Isolation.DnsOnly ? " but for DNS" : "")}.");
                return;
            }
        judgement.Fail("NetworkPolicy", policies.All.Count == 0 ? "no policy" : $"{policies.All.Count} policies, none denies outgoing traffic by default",
            "a policy with an empty podSelector, type Egress and no egress rule but DNS", $"Pods of {ns.Name} can open connections to everywhere, the internet included.");
    }
}
