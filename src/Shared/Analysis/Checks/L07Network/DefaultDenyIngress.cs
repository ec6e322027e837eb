using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>L7-NETPOL-DEFAULT-DENY-INGRESS: some policy of the namespace selects every pod, is of type Ingress and allows nothing by itself (CIS 5.3.2, NSA NS2).</summary>
internal sealed class DefaultDenyIngress : NamespaceCheck
{
    public override string Id => "L7-NETPOL-DEFAULT-DENY-INGRESS";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<NetworkPolicy>(), .. WorkloadKinds];

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        if (!view.Workloads.InNamespace(ns.Name).Any())
        {
            judgement.NotApplicable("No pods and no workloads in this namespace.");
            return;
        }
        var policies = view.Inventory.All<NetworkPolicy>().Where(policy => policy.Namespace == ns.Name).ToList();
        if (policies.Find(policy => policy.Spec.PodSelector.IsEmpty && IsIngress(policy) && policy.Spec.Ingress is null or []) is { } deny)
            judgement.Note("spec.podSelector", deny.Name, $"NetworkPolicy {deny.Name} denies incoming traffic by default.");
        else
            judgement.Fail("NetworkPolicy", policies.Count == 0 ? "no policy" : $"{policies.Count} policies, none denies by default",
                "a policy with an empty podSelector, type Ingress and no ingress rule", $"Every pod of {ns.Name} that no policy selects accepts traffic from everywhere.");
    }

    /// <summary>policyTypes absent means Ingress (rule R14).</summary>
    private static bool IsIngress(NetworkPolicy policy) => policy.Spec.PolicyTypes.Count == 0 || policy.Spec.PolicyTypes.Contains("Ingress");
}
