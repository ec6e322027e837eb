using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-NFS-OPTIONS: an NFS export is no whole server, is read-only where every consumer only reads, and is mounted with nosuid and nodev (low); NFS before version 4
/// proves nobody's identity. A volume in the pod itself takes no options.
/// </summary>
internal sealed class NfsOptions : WorkloadOrObjectCheck<PersistentVolume>
{
    public override string Id => "L8-NFS-OPTIONS";

    protected override bool Concerns(PersistentVolume item, ClusterView view) => item.Spec.Nfs is not null;

    protected override void Evaluate(PersistentVolume item, ClusterView view, Judgement judgement)
    {
        WholeServer(item.Spec.Nfs!, "spec.nfs.path", judgement);
        foreach (var option in (ReadOnlySpan<string>)["nosuid", "nodev"])
            if (!item.Spec.MountOptions.Contains(option))
                judgement.Fail("spec.mountOptions", item.Spec.MountOptions.Count == 0 ? "absent" : string.Join(',', item.Spec.MountOptions), option,
                    "Files of the export may be run with another user's rights or act as devices.", Severity.Low);
        foreach (var option in item.Spec.MountOptions)
            if (option is "vers=3" or "nfsvers=3" or "vers=2" or "nfsvers=2")
                judgement.Fail("spec.mountOptions", option, "vers=4.1 or later", "The server believes whatever user id a client names.");
    }

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < pod.Spec.Volumes.Count; i++)
        {
            if (pod.Spec.Volumes[i] is not { Nfs: { } export } volume)
                continue;
            WholeServer(export, pod.At($"volumes[{i}].nfs.path"), judgement);
            judgement.Fail(pod.At($"volumes[{i}].nfs"), "in the pod", "a PersistentVolume with nosuid and nodev", "A volume in the pod takes no mount options.", Severity.Low);
            if (export.ReadOnly != true && OnlyRead(pod, volume.Name))
                judgement.Fail(pod.At($"volumes[{i}].nfs.readOnly"), "absent", "true", "Every container only reads the export, and the node mounts it writable.");
        }
    }

    private static void WholeServer(NfsVolumeSource export, string path, Judgement judgement)
    {
        if (export.Path.Trim('/').Length == 0)
            judgement.Fail(path, export.Path, "a directory for this use", $"The pod gets everything that {export.Server} exports.");
    }

    /// <summary>Mounted somewhere, and nowhere writable.</summary>
    private static bool OnlyRead(PodView pod, string volume)
    {
        var mounts = pod.Containers().SelectMany(container => container.Container.VolumeMounts).Where(mount => mount.Name == volume).ToList();
        return mounts.Count > 0 && mounts.TrueForAll(mount => mount.ReadOnly == true);
    }
}
