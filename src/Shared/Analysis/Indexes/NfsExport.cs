using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>What a volume mounts of an NFS server, by the built-in plug-in or by csi-driver-nfs, whose handles two volumes of one export do not share.</summary>
/// <param name="Server">Address of the server.</param>
/// <param name="Path">Directory without a slash at its end; <c>/</c> for all that the server exports.</param>
/// <param name="Field">Where the directory is named.</param>
internal readonly record struct NfsExport(string Server, string Path, string Field)
{
    public const string Driver = "nfs.csi.k8s.io";

    public static NfsExport? Of(PersistentVolumeSpec spec) => spec switch
    {
        { Nfs: { } nfs } => new(nfs.Server, Trimmed(nfs.Path), "spec.nfs.path"),
        { Csi: { Driver: Driver } csi } =>
            new(Attribute(csi, "server"), Trimmed($"{Attribute(csi, "share").TrimEnd('/')}/{Attribute(csi, "subdir")}"), "spec.csi.volumeAttributes.share"),
        _ => null,
    };

    private static string Trimmed(string path) => path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/";

    /// <summary>The driver takes its keys in any case.</summary>
    private static string Attribute(CsiPersistentVolumeSource csi, string name)
    {
        foreach (var (key, value) in csi.VolumeAttributes)
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                return value;
        return "";
    }
}
