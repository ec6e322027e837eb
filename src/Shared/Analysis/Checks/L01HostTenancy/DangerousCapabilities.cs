using System.Collections.Frozen;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-CTR-CAP-DANGEROUS: capabilities that reach the node, the insecure set of Kubescape and two of our own. Critical where the combination is a takeover:
/// SYS_ADMIN or ALL, NET_ADMIN in the host network, SYS_PTRACE among the host's processes.
/// </summary>
internal sealed class DangerousCapabilities : WorkloadCheck
{
    private static readonly FrozenSet<string> Dangerous = FrozenSet.Create(StringComparer.Ordinal,
        "ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "SYS_PTRACE", "SYS_BOOT", "MAC_ADMIN", "MAC_OVERRIDE", "BPF", "PERFMON", "NET_ADMIN", "NET_RAW",
        "SETPCAP", "DAC_READ_SEARCH", "SYSLOG");

    public override string Id => "L1-CTR-CAP-DANGEROUS";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var container in pod.Containers())
        {
            var added = container.Container.SecurityContext?.Capabilities?.Add ?? [];
            for (var i = 0; i < added.Count; i++)
                if (LinuxCapability.Normalise(added[i]) is var name && Dangerous.Contains(name))
                    judgement.Fail(container.At($"securityContext.capabilities.add[{i}]"), added[i], "not added",
                        $"Container {container.Container.Name} gets {name}{Beside(name, pod.Spec)}.", IsTakeover(name, pod.Spec) ? Severity.Critical : null);
        }
    }

    private static bool IsTakeover(string capability, PodSpec spec) => capability is "SYS_ADMIN" or "ALL" || Beside(capability, spec).Length > 0;

    private static string Beside(string capability, PodSpec spec) => capability switch
    {
        "NET_ADMIN" when spec.HostNetwork == true => " in the host network",
        "SYS_PTRACE" when spec.HostPID == true => " among the processes of the node",
        _ => "",
    };
}
