using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-CSI-DRIVER: a driver is one of those that the policy names as reviewed; a driver that mounts what its user names takes no inline volumes, which
/// restricted Pod Security lets every pod have; tokens it asks for have an audience (low); a shared file system honours fsGroup (low). A CSIDriver object is
/// optional: a driver that only a class or a volume names has the defaults of the API (no inline volumes, no tokens), and is judged by its name alone.
/// </summary>
internal sealed class CsiDriverSettings : ObjectCheck<CsiDriver>
{
    /// <summary>Drivers whose volume attributes name a host directory, share, export or bucket.</summary>
    private static readonly string[] Mounting =
        ["hostpath.csi.k8s.io", "nfs.csi.k8s.io", "smb.csi.k8s.io", "file.csi.azure.com", "blob.csi.azure.com", "gcsfuse.csi.storage.gke.io"];

    /// <summary>File systems that several tenants share.</summary>
    private static readonly string[] Shared =
        ["nfs.csi.k8s.io", "smb.csi.k8s.io", "cephfs.csi.ceph.com", "efs.csi.aws.com", "fsx.csi.aws.com", "file.csi.azure.com", "filestore.csi.storage.gke.io"];

    public override string Id => "L8-CSI-DRIVER";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<CsiDriver>(), .. Kinds<StorageClass>(), .. Kinds<PersistentVolume>()];

    public override bool DecidesWithoutReads => true;

    public override bool Heeds(KubeObject changed) => changed is not PersistentVolume { Spec.Csi: null };

    protected override bool ConcernsCluster(ClusterView view) => WithoutObject(view).Any();

    protected override void EvaluateCluster(ClusterView view, Judgement judgement)
    {
        foreach (var (driver, path) in WithoutObject(view).OrderBy(named => named.Path, StringComparer.Ordinal).DistinctBy(named => named.Driver))
            if (view.Policy.CsiDrivers.Count == 0)
                judgement.NotAssessed("The policy names no reviewed CSI drivers, so whether those that have no CSIDriver object are is unknown.");
            else if (view.Policy.CsiDrivers.Contains(driver))
                judgement.Note(path, driver, "The driver has no CSIDriver object: the defaults of the API hold.");
            else
                judgement.Fail(path, driver, "a driver that the policy names", "The driver was not reviewed, and no CSIDriver object tells its settings.", Severity.Medium);
    }

    protected override void Evaluate(CsiDriver item, ClusterView view, Judgement judgement)
    {
        if (view.Policy.CsiDrivers.Count == 0)
            judgement.NotAssessed("The policy names no reviewed CSI drivers, so whether this is one is unknown.");
        else if (!view.Policy.CsiDrivers.Contains(item.Name))
            judgement.Fail("metadata.name", item.Name, "a driver that the policy names",
                "The driver was not reviewed; its agent runs privileged on every node.", Severity.Medium);
        if (item.Spec.VolumeLifecycleModes.Contains("Ephemeral") && IsOneOf(item.Name, Mounting))
            judgement.Fail("spec.volumeLifecycleModes", "Ephemeral", "Persistent only",
                "Every pod that restricted Pod Security lets in may mount a path of its choice through an inline volume.", Severity.Medium);
        for (var i = 0; i < item.Spec.TokenRequests.Count; i++)
            if (item.Spec.TokenRequests[i].Audience.Length == 0)
                judgement.Fail($"spec.tokenRequests[{i}].audience", "empty", "the service that the token is for",
                    "The driver receives tokens of pods that the API server itself accepts.", Severity.Low);
        if (item.Spec.FsGroupPolicy == "None" && IsOneOf(item.Name, Shared))
            judgement.Fail("spec.fsGroupPolicy", "None", "File or ReadWriteOnceWithFSType",
                "Volumes keep the owners and modes they have on the server, whatever fsGroup a pod asks for.", Severity.Low);
    }

    private static IEnumerable<(string Driver, string Path)> WithoutObject(ClusterView view)
    {
        var named = view.Inventory.All<StorageClass>().Where(item => IsDriver(item.Provisioner)).Select(item => (item.Provisioner, $"StorageClass/{item.Name}: provisioner"))
            .Concat(view.Inventory.All<PersistentVolume>().Where(item => item.Spec.Csi is { Driver.Length: > 0 })
                .Select(item => (item.Spec.Csi!.Driver, $"PersistentVolume/{item.Name}: spec.csi.driver")));
        return named.Where(pair => view.Inventory.Find<CsiDriver>("", pair.Item1) is null);
    }

    /// <summary>The name of a CSI driver is a domain name; provisioners of volumes in the tree and of other kinds have a slash in theirs (kubernetes.io/aws-ebs).</summary>
    private static bool IsDriver(string provisioner) => provisioner.Contains('.', StringComparison.Ordinal) && !provisioner.Contains('/', StringComparison.Ordinal);

    /// <summary>Operators put their namespace in front: rook-ceph.cephfs.csi.ceph.com.</summary>
    private static bool IsOneOf(string driver, string[] names)
    {
        foreach (var name in names)
            if (driver == name || (driver.EndsWith(name, StringComparison.Ordinal) && driver[^(name.Length + 1)] == '.'))
                return true;
        return false;
    }
}
