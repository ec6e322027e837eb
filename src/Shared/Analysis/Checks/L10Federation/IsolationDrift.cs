using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-NETPOL-DRIFT: a namespace that denies traffic by default in another cluster is not open here. Open means that some pod is selected by no policy;
/// outgoing traffic weighs less.
/// </summary>
internal sealed class IsolationDrift : FleetCheck<Namespace>
{
    public override string Id => "L10-NETPOL-DRIFT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. PodPolicyIndex.Kinds.Where(kind => kind.Kind != "Namespace"), .. WorkloadKinds];

    internal override bool HeedsReplica(Workload workload) => false;

    protected override string Compared => "namespaces";

    protected override bool IsComparable(Peer peer) => peer.Digest.Namespaces is not null;

    protected override bool Compares(Namespace item, ClusterView view) => view.Peers.Any(peer => peer.Digest.Namespaces?.ContainsKey(item.Name) == true);

    protected override void Evaluate(Namespace item, ClusterView view, Judgement judgement)
    {
        var alike = view.Peers.Where(peer => peer.Digest.Namespaces?.ContainsKey(item.Name) == true).Select(peer => peer.Digest.Namespaces![item.Name]).ToList();
        var own = view.Digest.Namespaces![item.Name];
        var ingress = alike.Count(other => other.DeniesIngress);
        var egress = alike.Count(other => other.DeniesEgress);
        if (view.Policy.IntendedDifferences.Contains($"Namespace/{item.Name}"))
        {
            judgement.Note("NetworkPolicy", item.Name, "May differ between clusters by the policy.");
            return;
        }
        if (ingress > 0 && !own.DeniesIngress && FirstOpen(view, item.Name, ingress: true) is { } open)
            judgement.Fail("NetworkPolicy", "open to incoming traffic", "a policy that denies incoming traffic by default",
                $"{item.Name} denies incoming traffic by default in {FleetText.Count(ingress, alike.Count)}; here pods such as {open} accept it from everywhere.");
        if (egress > 0 && !own.DeniesEgress && FirstOpen(view, item.Name, ingress: false) is { } free)
            judgement.Fail("NetworkPolicy", "open to outgoing traffic", "a policy that denies outgoing traffic by default",
                $"{item.Name} denies outgoing traffic by default in {FleetText.Count(egress, alike.Count)}; here pods such as {free} reach everything.", Severity.Low);
        judgement.Note("NetworkPolicy", own.DeniesIngress ? "denies by default" : "no default-deny", ingress == 0 ? "Isolated by default in no other cluster." : "Not more open than elsewhere.");
    }

    /// <summary>The first workload by name whose pods no policy selects in a direction.</summary>
    private static string? FirstOpen(ClusterView view, string ns, bool ingress)
    {
        string? first = null;
        var policies = view.PodPolicies.In(ns);
        foreach (var workload in view.Workloads.InNamespace(ns))
            if (workload.Template.Spec.HostNetwork != true && (ingress ? policies.IngressOf(workload.PodLabels) : policies.EgressOf(workload.PodLabels)) is null
                && (first is null || string.CompareOrdinal(workload.Object.Name, first) < 0))
                first = workload.Object.Name;
        return first;
    }
}
