using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>L1-POD-WIN-HOSTPROCESS: either level is enough, a container's false does not clear the pod's true (CIS 5.2.10, PSS baseline "windowsHostProcess").</summary>
internal sealed class WindowsHostProcess : WorkloadCheck
{
    private const string Field = "securityContext.windowsOptions.hostProcess";

    public override string Id => "L1-POD-WIN-HOSTPROCESS";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.Spec.SecurityContext?.WindowsOptions?.HostProcess == true)
            judgement.Fail(pod.At(Field), "true", "false or absent", "Every container of the pod runs as a process of the Windows node.");
        foreach (var container in pod.Containers())
            if (container.Container.SecurityContext?.WindowsOptions?.HostProcess == true)
                judgement.Fail(container.At(Field), "true", "false or absent", $"Container {container.Container.Name} runs as a process of the Windows node.");
    }
}
