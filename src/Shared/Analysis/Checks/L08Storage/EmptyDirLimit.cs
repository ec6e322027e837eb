using Posture.Analysis.Indexes;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>L8-EMPTYDIR-LIMIT: scratch space of a pod is bounded, by its own limit or by that of its containers; in memory only by its own (medium).</summary>
internal sealed class EmptyDirLimit : WorkloadCheck
{
    public override string Id => "L8-EMPTYDIR-LIMIT";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        var bounded = pod.Spec.Containers.Count > 0 && pod.Spec.Containers.All(container => container.Resources?.Limits.ContainsKey("ephemeral-storage") == true);
        for (var i = 0; i < pod.Spec.Volumes.Count; i++)
            if (pod.Spec.Volumes[i] is { EmptyDir: { } scratch } volume && IsNone(scratch.SizeLimit))
            {
                if (scratch.Medium == "Memory")
                    judgement.Fail(pod.At($"volumes[{i}].emptyDir.sizeLimit"), "absent", "a limit", $"Volume {volume.Name} takes memory of the node without bound.", Severity.Medium);
                else if (!bounded)
                    judgement.Fail(pod.At($"volumes[{i}].emptyDir.sizeLimit"), "absent", "a limit, or one on ephemeral-storage", $"Volume {volume.Name} may fill the disk of the node.");
            }
    }

    /// <summary>Zero in any unit means no limit.</summary>
    private static bool IsNone(string? size) => size is null || !size.AsSpan().ContainsAnyInRange('1', '9');
}
