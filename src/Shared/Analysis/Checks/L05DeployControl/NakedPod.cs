using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>L5-WL-NAKED-POD: every pod has a controller that replaces it, by a fixed one too. Static pods and finished pods do not count.</summary>
internal sealed class NakedPod : ObjectCheck<Pod>
{
    public override string Id => "L5-WL-NAKED-POD";

    protected override bool Concerns(Pod item, ClusterView view) => !WorkloadIndex.IsMirror(item);

    protected override void Evaluate(Pod item, ClusterView view, Judgement judgement)
    {
        if (item.Status?.Phase is "Succeeded" or "Failed")
            judgement.NotApplicable("The pod has finished.");
        else if (!item.Metadata.OwnerReferences.Any(owner => owner.Controller == true))
            judgement.Fail("metadata.ownerReferences", "no controller", "a Deployment, StatefulSet, DaemonSet or Job",
                "Nobody restarts the pod elsewhere, and no rollout brings it a fixed image.");
    }
}
