using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-POD-SELINUX: no SELinux type outside the confined ones, no user and no role, at either level (PSS baseline "seLinuxOptions"). A bad value of the pod counts
/// even where every container overrides it (rule R4).
/// </summary>
internal sealed class SelinuxOptions : WorkloadCheck
{
    public override string Id => "L1-POD-SELINUX";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.IsWindows)
        {
            judgement.NotApplicable("Windows has no SELinux.");
            return;
        }
        var engine = view.IsAtLeast(31);
        if (pod.Spec.SecurityContext?.SeLinuxOptions is { } options)
            Judge(options, pod.At("securityContext.seLinuxOptions"), engine, judgement);
        foreach (var container in pod.Containers())
            if (container.Container.SecurityContext?.SeLinuxOptions is { } own)
                Judge(own, container.At("securityContext.seLinuxOptions"), engine, judgement);
    }

    private static void Judge(SELinuxOptions options, EvidencePath path, bool engine, Judgement judgement)
    {
        if (!(options.Type is null or "" or "container_t" or "container_init_t" or "container_kvm_t" || (engine && options.Type == "container_engine_t")))
            judgement.Fail($"{path}.type", options.Type, "absent or container_t", "The process is not confined as a container.");
        if (options.User is { Length: > 0 } user)
            judgement.Fail($"{path}.user", user, "absent", "The SELinux user is set by the pod.");
        if (options.Role is { Length: > 0 } role)
            judgement.Fail($"{path}.role", role, "absent", "The SELinux role is set by the pod.");
    }
}
