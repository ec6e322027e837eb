using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-PV-HOST-BACKDOOR: a volume on a hostPath, or local on a sensitive directory, bound to a claim outside the system namespaces. Pod Security does not look
/// through a claim, so the pod gets what baseline would refuse.
/// </summary>
internal sealed class HostBackedVolume : ObjectCheck<PersistentVolume>
{
    public override string Id => "L8-PV-HOST-BACKDOOR";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<PersistentVolumeClaim>()];

    public override bool CrossNamespace => true;

    protected override void Evaluate(PersistentVolume item, ClusterView view, Judgement judgement)
    {
        if ((item.Spec.HostPath ?? item.Spec.Local) is not { } host || view.Volumes.ClaimOf(item) is not { } claim || view.IsSystem(claim.Namespace))
            return;
        if (item.Spec.HostPath is not null)
            judgement.Fail("spec.hostPath.path", host.Path, "block or network storage, or a local volume on a disk of its own",
                $"Claim {claim.Namespace}/{claim.Name} gives its pods {host.Path} of the node; Pod Security does not see it.");
        else if (HostDirectories.Reached(host.Path) is { } directory)
            judgement.Fail("spec.local.path", host.Path, "a mount point of a disk of its own",
                $"Claim {claim.Namespace}/{claim.Name} gives its pods {directory} of the node; Pod Security does not see it.");
    }
}
