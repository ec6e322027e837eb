using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>L7-POD-UNSELECTED: some policy isolates the pod for incoming traffic; the full label selector counts.</summary>
internal sealed class UnselectedPod : WorkloadCheck
{
    public override string Id => "L7-POD-UNSELECTED";

    public override IReadOnlyList<KindRef> Reads => PodPolicyIndex.Kinds;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.Spec.HostNetwork == true)
        {
            judgement.NotApplicable("The pod uses the node network, which network policies do not cover; see L7-POD-HOST-NETWORK.");
            return;
        }
        var policies = view.PodPolicies.In(workload.Namespace);
        var labels = pod.Metadata.Labels;
        var at = pod.Path.EndsWith("spec", StringComparison.Ordinal) ? judgement.Text($"{pod.Path.AsSpan(..^4)}metadata.labels") : pod.Path;
        var outgoing = policies.EgressOf(labels);
        if (policies.IngressOf(labels) is null)
        {
            judgement.Fail(at, policies.All.Count == 0 ? "no policy reaches the namespace" : judgement.Text($"not selected by any of {policies.All.Count} policies"),
                "selected by a policy of type Ingress", "No network policy selects the pod for incoming traffic.");
            if (outgoing is null)
                judgement.Fail(at, "not selected", "selected by a policy of type Egress", "No network policy selects the pod for outgoing traffic.");
        }
        else if (outgoing is null)
            judgement.Note(at, "not selected", "Incoming traffic is restricted; no policy restricts what the pod may call.");
    }
}
