using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>L8-STORAGE-LEGACY: storage comes by CSI: no class with an in-tree provisioner but that of local volumes, no volume of an in-tree plug-in.</summary>
internal sealed class LegacyStorage : ObjectCheck<KubeObject>
{
    public override string Id => "L8-STORAGE-LEGACY";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<StorageClass>(), .. Kinds<PersistentVolume>()];

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is StorageClass { Provisioner: var provisioner } && provisioner.StartsWith("kubernetes.io/", StringComparison.Ordinal)
            && provisioner != "kubernetes.io/no-provisioner")
            judgement.Fail("provisioner", provisioner, "a CSI driver", "The plug-in is built into Kubernetes and gets no features or fixes of its own.");
        else if (item is PersistentVolume volume && TypeOf(volume.Spec) is { } type)
            judgement.Fail($"spec.{type}", type, "csi", "The plug-in is built into Kubernetes and gets no features or fixes of its own.");
    }

    private static string? TypeOf(PersistentVolumeSpec spec) => spec switch
    {
        { AwsElasticBlockStore: not null } => "awsElasticBlockStore",
        { GcePersistentDisk: not null } => "gcePersistentDisk",
        { AzureDisk: not null } => "azureDisk",
        { AzureFile: not null } => "azureFile",
        { Cinder: not null } => "cinder",
        { Glusterfs: not null } => "glusterfs",
        { FlexVolume: not null } => "flexVolume",
        { Flocker: not null } => "flocker",
        { Rbd: not null } => "rbd",
        { Cephfs: not null } => "cephfs",
        { VsphereVolume: not null } => "vsphereVolume",
        { Quobyte: not null } => "quobyte",
        { PortworxVolume: not null } => "portworxVolume",
        { ScaleIO: not null } => "scaleIO",
        { Storageos: not null } => "storageos",
        { PhotonPersistentDisk: not null } => "photonPersistentDisk",
        _ => null,
    };
}
