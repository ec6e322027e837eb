using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-SC-ENCRYPTION: a class of a driver that encrypts by parameter, without it. Azure and Google disks are encrypted by their provider, so a missing customer
/// key is only noted. A driver whose parameters are not known is not assessed.
/// </summary>
internal sealed class UnencryptedClass : ObjectCheck<StorageClass>
{
    private static readonly string[] Defaults = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

    public override string Id => "L8-SC-ENCRYPTION";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<PersistentVolume>(), .. Kinds<PersistentVolumeClaim>()];

    public override bool CrossNamespace => true;

    protected override void Evaluate(StorageClass item, ClusterView view, Judgement judgement)
    {
        switch (item.Provisioner)
        {
            case var driver when view.Policy.EncryptedStorageDrivers.Contains(driver):
                judgement.Note("provisioner", driver, "The policy names this driver as one whose storage encrypts every volume.");
                break;
            case "ebs.csi.aws.com" or "kubernetes.io/aws-ebs":
                JudgeSwitch(item, Parameter(item, "encrypted", StringComparison.OrdinalIgnoreCase), ["true"],
                    " Default encryption of the cloud account cannot be seen from here.", view, judgement);
                break;
            case var driver when IsCeph(driver, "rbd.csi.ceph.com") || IsCeph(driver, "cephfs.csi.ceph.com"):
                JudgeSwitch(item, Parameter(item, "encrypted", StringComparison.Ordinal), ["true", "True", "TRUE", "t", "T", "1"], "", view, judgement);
                break;
            case "disk.csi.azure.com" or "kubernetes.io/azure-disk":
                NoteKey(item, "diskEncryptionSetID", judgement);
                break;
            case "pd.csi.storage.gke.io" or "kubernetes.io/gce-pd":
                NoteKey(item, "disk-encryption-kms-key", judgement);
                break;
            default:
                judgement.NotAssessed($"How {item.Provisioner} encrypts volumes is not known; check the documentation of the driver.");
                break;
        }
    }

    /// <summary>The driver for EBS compares with "true" to the letter; that for Ceph takes what Go calls true.</summary>
    private static void JudgeSwitch(StorageClass item, string? encrypted, string[] on, string remark, ClusterView view, Judgement judgement)
    {
        if (encrypted is not null && on.Contains(encrypted))
            return;
        var isDefault = Array.Exists(Defaults, name => item.Metadata.Annotations[name] == "true") ? "The default class" : "This class";
        judgement.Fail("parameters.encrypted", encrypted ?? "absent", "\"true\"",
            $"{isDefault} makes volumes that are not encrypted; {view.Volumes.BoundVolumesOf(item.Name)} bound volumes use it.{remark}");
    }

    private static void NoteKey(StorageClass item, string parameter, Judgement judgement)
    {
        if (string.IsNullOrEmpty(Parameter(item, parameter, StringComparison.OrdinalIgnoreCase)))
            judgement.Note($"parameters.{parameter}", "absent", "Encrypted by the provider with its own key; no key of the customer is set.");
    }

    private static string? Parameter(StorageClass item, string name, StringComparison comparison)
    {
        foreach (var (key, value) in item.Parameters)
            if (string.Equals(key, name, comparison))
                return value;
        return null;
    }

    /// <summary>Rook puts its operator namespace in front: rook-ceph.rbd.csi.ceph.com.</summary>
    private static bool IsCeph(string driver, string name) => driver == name || driver.EndsWith($".{name}", StringComparison.Ordinal);
}
