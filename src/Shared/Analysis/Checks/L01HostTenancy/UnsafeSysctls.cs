using Posture.Analysis.Indexes;
using Posture.Analysis.PodSecurity;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>L1-POD-SYSCTLS: only kernel parameters that Pod Security calls safe in the version of this cluster (PSS baseline "sysctls").</summary>
internal sealed class UnsafeSysctls : WorkloadCheck
{
    public override string Id => "L1-POD-SYSCTLS";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        var minor = ClusterView.MinorOf(view.Inventory.ServerVersion) ?? int.MaxValue;
        var sysctls = pod.Spec.SecurityContext?.Sysctls ?? [];
        for (var i = 0; i < sysctls.Count; i++)
        {
            if (sysctls[i].Value?.AsSpan().IndexOfAny('+', '=') >= 0)
                judgement.Fail(pod.At($"securityContext.sysctls[{i}].value"), sysctls[i].Value!, "a value without + and =",
                    "CRI-O with CVE-2022-0811 sets a second parameter of the node from such a value.");
            if (!SysctlRules.Allows(sysctls[i].Name, minor))
                judgement.Fail(pod.At($"securityContext.sysctls[{i}].name"), sysctls[i].Name, "a kernel parameter of the safe set",
                    "The pod changes a parameter that reaches its neighbours or the node.");
        }
    }
}
