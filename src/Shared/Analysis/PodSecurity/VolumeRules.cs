using Posture.Model.Inventory;
using static Posture.Analysis.PodSecurity.PodRuleText;

namespace Posture.Analysis.PodSecurity;

/// <summary>Volume types of the restricted level: what is made for the pod, or goes through a claim.</summary>
internal static class VolumeRules
{
    public static (string, string)? RestrictedTypes(ObjectMeta metadata, PodSpec spec)
    {
        List<string>? bad = null;
        var types = default(SortedSet<string>);
        for (var i = 0; i < spec.Volumes.Count; i++)
        {
            var volume = spec.Volumes[i];
            if (IsAllowed(volume) || TypeOf(volume) is not { } type)
                continue;
            (bad ??= []).Add(volume.Name);
            (types ??= new(StringComparer.Ordinal)).Add(type);
        }
        return bad is null
            ? null
            : ("restricted volume types",
                $"{Plural("volume", bad.Count)} {Quoted(bad)} {(bad.Count == 1 ? "uses" : "use")} "
                + $"{Plural("restricted volume type", types!.Count)} {Quoted(types)}");
    }

    private static bool IsAllowed(Volume volume) =>
        volume.ConfigMap is not null || volume.Csi is not null || volume.DownwardAPI is not null || volume.EmptyDir is not null || volume.Ephemeral is not null
        || volume.PersistentVolumeClaim is not null || volume.Projected is not null || volume.Secret is not null || volume.Image is not null;

    /// <summary>Null for a volume without a source: the API server makes it an emptyDir before admission sees it.</summary>
    private static string? TypeOf(Volume volume) => volume switch
    {
        { HostPath: not null } => "hostPath",
        { GcePersistentDisk: not null } => "gcePersistentDisk",
        { AwsElasticBlockStore: not null } => "awsElasticBlockStore",
        { GitRepo: not null } => "gitRepo",
        { Nfs: not null } => "nfs",
        { Iscsi: not null } => "iscsi",
        { Glusterfs: not null } => "glusterfs",
        { Rbd: not null } => "rbd",
        { FlexVolume: not null } => "flexVolume",
        { Cinder: not null } => "cinder",
        { Cephfs: not null } => "cephfs",
        { Flocker: not null } => "flocker",
        { Fc: not null } => "fc",
        { AzureFile: not null } => "azureFile",
        { VsphereVolume: not null } => "vsphereVolume",
        { Quobyte: not null } => "quobyte",
        { AzureDisk: not null } => "azureDisk",
        { PhotonPersistentDisk: not null } => "photonPersistentDisk",
        { PortworxVolume: not null } => "portworxVolume",
        { ScaleIO: not null } => "scaleIO",
        { Storageos: not null } => "storageos",
        _ => null,
    };
}
