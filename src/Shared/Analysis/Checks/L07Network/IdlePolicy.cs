using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>L7-NETPOL-DANGLING: a network policy selects pods that exist; a selector with a slip of the pen protects nobody.</summary>
internal sealed class IdlePolicy : ObjectCheck<NetworkPolicy>
{
    public override string Id => "L7-NETPOL-DANGLING";

    public override IReadOnlyList<KindRef> Reads => WorkloadKinds;

    protected override void Evaluate(NetworkPolicy item, ClusterView view, Judgement judgement)
    {
        if (item.Spec.PodSelector.IsEmpty || view.Workloads.InNamespace(item.Namespace).Any(workload => item.Spec.PodSelector.Matches(workload.PodLabels)))
            return;
        if (view.Workloads.All.Count > 0)
            judgement.Fail("spec.podSelector", "selects no pod", "labels of pods that exist", "The policy isolates nobody; the pods it was meant for may be open.");
        else
            judgement.NotAssessed("No workload is among the objects read, so whether the policy selects pods is unknown.");
    }
}
