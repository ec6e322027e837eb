using System.Collections.Frozen;
using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>L1-POD-SYSCTLS: only kernel parameters that Pod Security calls safe in the version of this cluster (PSS baseline "sysctls").</summary>
internal sealed class UnsafeSysctls : WorkloadCheck
{
    /// <summary>Minor version of Kubernetes 1.x that allows the name first.</summary>
    private static readonly FrozenDictionary<string, int> SafeSince = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["kernel.shm_rmid_forced"] = 0,
        ["net.ipv4.ip_local_port_range"] = 0,
        ["net.ipv4.tcp_syncookies"] = 0,
        ["net.ipv4.ping_group_range"] = 0,
        ["net.ipv4.ip_unprivileged_port_start"] = 0,
        ["net.ipv4.ip_local_reserved_ports"] = 27,
        ["net.ipv4.tcp_keepalive_time"] = 29,
        ["net.ipv4.tcp_fin_timeout"] = 29,
        ["net.ipv4.tcp_keepalive_intvl"] = 29,
        ["net.ipv4.tcp_keepalive_probes"] = 29,
        ["net.ipv4.tcp_rmem"] = 32,
        ["net.ipv4.tcp_wmem"] = 32,
        ["net.ipv4.tcp_slow_start_after_idle"] = 37,
        ["net.ipv4.tcp_notsent_lowat"] = 37,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public override string Id => "L1-POD-SYSCTLS";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        var sysctls = pod.Spec.SecurityContext?.Sysctls ?? [];
        for (var i = 0; i < sysctls.Count; i++)
            if (!SafeSince.TryGetValue(sysctls[i].Name, out var since) || !view.IsAtLeast(since))
                judgement.Fail(pod.At($"securityContext.sysctls[{i}].name"), sysctls[i].Name, "a kernel parameter of the safe set",
                    "The pod changes a parameter that reaches its neighbours or the node.");
    }
}
