using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-CTR-READONLY-ROOTFS: container-level only, absent is writable (NSA PS2, Kubescape C-0017). Debug containers are noted; Windows has no such setting.
/// </summary>
internal sealed class WritableRootFilesystem : WorkloadCheck
{
    public override string Id => "L4-CTR-READONLY-ROOTFS";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.IsWindows)
        {
            judgement.NotApplicable("Windows pods cannot have a read-only root filesystem (R5).");
            return;
        }
        foreach (var container in pod.Containers())
        {
            var value = container.Container.SecurityContext?.ReadOnlyRootFilesystem;
            if (value == true)
                continue;
            var observed = value is null ? "absent" : "false";
            if (container.Role == ContainerRole.Ephemeral)
                judgement.Note(container.At("securityContext.readOnlyRootFilesystem"), observed,
                    $"Debug container {container.Container.Name} can change its own files.");
            else
                judgement.Fail(container.At("securityContext.readOnlyRootFilesystem"), observed, "true",
                    $"Programs and files of container {container.Container.Name} can be changed while it runs.");
        }
    }
}
