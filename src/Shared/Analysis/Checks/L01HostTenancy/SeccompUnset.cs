using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-CTR-SECCOMP-UNSET: each container asks for a system call filter, itself or by its pod (PSS restricted). What a kubelet gives by default stands in files of
/// the node and is not relied on.
/// </summary>
internal sealed class SeccompUnset : WorkloadCheck
{
    public override string Id => "L1-CTR-SECCOMP-UNSET";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.IsWindows && view.IsAtLeast(25))
        {
            judgement.NotApplicable("Windows has no seccomp.");
            return;
        }
        foreach (var container in pod.Containers())
            if (string.IsNullOrEmpty(container.Security.Seccomp?.Type))
                judgement.Fail(container.At("securityContext.seccompProfile.type"), "absent", "RuntimeDefault, for the pod or the container",
                    $"Container {container.Container.Name} asks for no system call filter.");
    }
}
