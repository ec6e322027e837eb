using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-NFS-OPTIONS: an NFS export is no whole server, is read-only where every consumer only reads, and is mounted with nosuid and nodev (low); NFS before version 4
/// proves nobody's identity, nor does any without Kerberos (judged for claims of sensitive namespaces). A volume in the pod itself takes no options. Options that
/// a class gives stand in the volumes made by it.
/// </summary>
internal sealed class NfsOptions : WorkloadOrObjectCheck<PersistentVolume>
{
    public override string Id => "L8-NFS-OPTIONS";

    protected override bool Concerns(PersistentVolume item, ClusterView view) => NfsExport.Of(item.Spec) is not null;

    protected override void Evaluate(PersistentVolume item, ClusterView view, Judgement judgement)
    {
        var export = NfsExport.Of(item.Spec)!.Value;
        WholeServer(export.Server, export.Path, export.Field, judgement);
        var options = item.Spec.MountOptions.SelectMany(option => option.Split(',', StringSplitOptions.TrimEntries)).ToList();
        var shown = options.Count == 0 ? "absent" : string.Join(',', options);
        foreach (var option in (ReadOnlySpan<string>)["nosuid", "nodev"])
            if (!options.Contains(option))
                judgement.Fail("spec.mountOptions", shown, option, "Files of the export may be run with another user's rights or act as devices.",
                    Severity.Low);
        foreach (var option in options)
            if (option is "vers=3" or "nfsvers=3" or "vers=2" or "nfsvers=2" or "v3" or "v2")
                judgement.Fail("spec.mountOptions", option, "vers=4.1 or later", "The server believes whatever user id a client names.");
        if (item.Spec.ClaimRef?.Namespace is { } ns && view.Policy.SensitiveNamespaces.Contains(ns)
            && !options.Exists(option => option is "sec=krb5" or "sec=krb5i" or "sec=krb5p"))
            judgement.Fail("spec.mountOptions", shown, "sec=krb5p", $"Data of sensitive {ns}: the server believes whatever user id a client names.", Severity.Medium);
    }

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < pod.Spec.Volumes.Count; i++)
        {
            if (pod.Spec.Volumes[i] is not { Nfs: { } export } volume)
                continue;
            WholeServer(export.Server, export.Path, pod.At($"volumes[{i}].nfs.path"), judgement);
            judgement.Fail(pod.At($"volumes[{i}].nfs"), "in the pod", "a PersistentVolume with nosuid and nodev", "A volume in the pod takes no mount options.", Severity.Low);
            if (export.ReadOnly != true && OnlyRead(pod, volume.Name))
                judgement.Fail(pod.At($"volumes[{i}].nfs.readOnly"), "absent", "true", "Every container only reads the export, and the node mounts it writable.");
        }
    }

    private static void WholeServer(string server, string directory, EvidencePath path, Judgement judgement)
    {
        if (directory.Trim('/').Length == 0)
            judgement.Fail(path, directory, "a directory for this use", $"The pod gets everything that {server} exports.");
    }

    /// <summary>Mounted somewhere, and nowhere writable.</summary>
    private static bool OnlyRead(PodView pod, string volume)
    {
        var mounts = pod.Containers().SelectMany(container => container.Container.VolumeMounts).Where(mount => mount.Name == volume).ToList();
        return mounts.Count > 0 && mounts.TrueForAll(mount => mount.ReadOnly == true);
    }
}
