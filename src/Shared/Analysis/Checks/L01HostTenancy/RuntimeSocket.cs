using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-CTR-RUNTIME-SOCKET: a host path, in the pod or behind its claim, that is a container runtime's socket or a directory above it (Kubescape C-0074, and the
/// sockets of k3s, cri-dockerd and Podman). A volume that no container mounts is only noted.
/// </summary>
internal sealed class RuntimeSocket : WorkloadCheck
{
    public override string Id => "L1-CTR-RUNTIME-SOCKET";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<PersistentVolumeClaim>(), .. Kinds<PersistentVolume>()];

    public override bool DecidesWithoutReads => true;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < pod.Spec.Volumes.Count; i++)
        {
            var volume = pod.Spec.Volumes[i];
            if (volume.HostPath is { } direct)
                Judge(pod, volume, direct.Path, $"volumes[{i}].hostPath.path", judgement);
            else if (volume.PersistentVolumeClaim is { } claim)
                JudgeClaim(workload, pod, volume, claim.ClaimName, $"volumes[{i}].persistentVolumeClaim.claimName", view, judgement);
        }
    }

    private void JudgeClaim(Workload workload, PodView pod, Volume volume, string claim, string field, ClusterView view, Judgement judgement)
    {
        foreach (var kind in Reads)
            if (!view.Inventory.Covers(kind))
                judgement.NotAssessed($"{kind} could not be read, so what is behind claim {claim} is unknown.");
        if (view.Inventory.Find<PersistentVolumeClaim>(workload.Namespace, claim)?.Spec.VolumeName is { Length: > 0 } name
            && view.Inventory.Find<PersistentVolume>("", name)?.Spec.HostPath is { } behind)
            Judge(pod, volume, behind.Path, field, judgement);
    }

    private static void Judge(PodView pod, Volume volume, string path, string field, Judgement judgement)
    {
        if (RuntimeSockets.Reached(path) is not { } socket)
            return;
        if (IsMounted(pod, volume.Name))
            judgement.Fail(pod.At(field), path, "no path at or above a runtime socket", $"Volume {volume.Name} gives the pod {socket}: control of every container of the node.");
        else
            judgement.Note(pod.At(field), path, $"Volume {volume.Name} holds {socket}, but no container mounts it.");
    }

    private static bool IsMounted(PodView pod, string volume)
    {
        foreach (var container in pod.Containers())
            foreach (var mount in container.Container.VolumeMounts)
                if (mount.Name == volume)
                    return true;
        return false;
    }
}
