namespace Posture.Analysis.PodSecurity;

/// <summary>Kernel parameters that stay inside the pod; the list grew with the kernels that nodes run.</summary>
internal static class SysctlRules
{
    private static readonly (int Since, string Name)[] Safe =
    [
        (0, "kernel.shm_rmid_forced"), (0, "net.ipv4.ip_local_port_range"), (0, "net.ipv4.tcp_syncookies"), (0, "net.ipv4.ping_group_range"),
        (0, "net.ipv4.ip_unprivileged_port_start"), (27, "net.ipv4.ip_local_reserved_ports"), (29, "net.ipv4.tcp_keepalive_time"),
        (29, "net.ipv4.tcp_fin_timeout"), (29, "net.ipv4.tcp_keepalive_intvl"), (29, "net.ipv4.tcp_keepalive_probes"), (32, "net.ipv4.tcp_rmem"),
        (32, "net.ipv4.tcp_wmem"), (37, "net.ipv4.tcp_notsent_lowat"), (37, "net.ipv4.tcp_slow_start_after_idle"),
    ];

    /// <summary>Whether a parameter is safe in 1.<paramref name="minor"/>.</summary>
    public static bool Allows(string name, int minor) => Array.Exists(Safe, row => row.Name == name && row.Since <= minor);

    /// <summary>The check as of a minor version.</summary>
    public static PodCheck Of(int minor) => (_, spec) =>
    {
        if (spec.SecurityContext?.Sysctls is not { Count: > 0 } set)
            return null;
        var bad = set.Select(sysctl => sysctl.Name).Where(name => !Allows(name, minor)).ToList();
        return bad.Count == 0 ? null : ("forbidden sysctls", string.Join(", ", bad));
    };
}
