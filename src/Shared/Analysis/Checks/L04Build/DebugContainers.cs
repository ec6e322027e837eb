using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>L4-POD-EPHEMERAL-DEBUG: no live pod carries ephemeral containers: what runs is what was built. They stay in the pod until it is deleted.</summary>
internal sealed class DebugContainers : ObjectCheck<Pod>
{
    public override string Id => "L4-POD-EPHEMERAL-DEBUG";

    protected override void Evaluate(Pod item, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < item.Spec.EphemeralContainers.Count; i++)
            judgement.Fail($"spec.ephemeralContainers[{i}]", $"{item.Spec.EphemeralContainers[i].Name} ({item.Spec.EphemeralContainers[i].Image})", "none",
                "A debug container was added to the running pod; recreate the pod to be rid of it.");
    }
}
