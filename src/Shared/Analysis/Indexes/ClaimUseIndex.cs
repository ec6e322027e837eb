using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Which workloads mount which claims, by template and by live pod. Built once and rebuilt when a workload that mounts one changes, or one of its pods.</summary>
public sealed class ClaimUseIndex
{
    private readonly Dictionary<(string Namespace, string Claim), List<ClaimUse>> _uses = [];

    internal ClaimUseIndex(WorkloadIndex workloads)
    {
        foreach (var workload in workloads.All)
        {
            Add(workload, workload.Template.Spec);
            foreach (var pod in workload.Pods)
                Add(workload, pod.Spec);
        }
    }

    /// <summary>Workloads that mount a claim, each once; writable when any of its pods may write.</summary>
    public IReadOnlyList<ClaimUse> Of(PersistentVolumeClaim claim) => _uses.TryGetValue((claim.Namespace, claim.Name), out var uses) ? uses : [];

    /// <summary>Whether a pod or a template mounts a claim.</summary>
    internal static bool Mounts(KubeObject? item)
    {
        if (item is null || Workload.TemplateOf(item) is not { } view)
            return false;
        foreach (var volume in view.Spec.Volumes)
            if (volume.PersistentVolumeClaim is not null)
                return true;
        return false;
    }

    private void Add(Workload workload, PodSpec spec)
    {
        foreach (var volume in spec.Volumes)
        {
            if (volume.PersistentVolumeClaim is not { ClaimName.Length: > 0 } source)
                continue;
            var key = (workload.Namespace, source.ClaimName);
            if (!_uses.TryGetValue(key, out var uses))
                _uses[key] = uses = [];
            var writable = source.ReadOnly != true && IsWritable(spec, volume.Name);
            if (uses.Count == 0 || uses[^1].Workload != workload) // pods of one workload come in a row
                uses.Add(new(workload, writable));
            else if (writable)
                uses[^1] = new(workload, writable);
        }
    }

    private static bool IsWritable(PodSpec spec, string volume) =>
        IsWritable(spec.InitContainers, volume) || IsWritable(spec.Containers, volume) || IsWritable(spec.EphemeralContainers, volume);

    private static bool IsWritable(IReadOnlyList<Container> containers, string volume)
    {
        foreach (var container in containers)
        {
            foreach (var mount in container.VolumeMounts)
                if (mount.Name == volume && mount.ReadOnly != true)
                    return true;
            foreach (var device in container.VolumeDevices)
                if (device.Name == volume)
                    return true;
        }
        return false;
    }
}

/// <summary>A workload that mounts a claim.</summary>
public readonly record struct ClaimUse(Workload Workload, bool Writable);
