using System.Collections.Frozen;

namespace Posture.Analysis.PodSecurity;

/// <summary>Kernel parameters that Pod Security calls safe, by the minor version of Kubernetes 1.x that allows each first.</summary>
internal static class SafeSysctls
{
    private static readonly FrozenDictionary<string, int> Since = new Dictionary<string, int>(StringComparer.Ordinal)
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

    /// <summary>Whether a parameter is safe in 1.<paramref name="minor"/>.</summary>
    public static bool Allows(string name, int minor) => Since.TryGetValue(name, out var since) && minor >= since;
}
