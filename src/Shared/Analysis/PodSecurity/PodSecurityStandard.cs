using System.Collections.Frozen;
using Posture.Model.Inventory;

namespace Posture.Analysis.PodSecurity;

/// <summary>
/// The Pod Security Standards as admission evaluates them, for a level and a minor version of Kubernetes 1.x. Source: the checks of the standard by their names
/// (pod-security-admission, policy package) with the version each rule begins or is relaxed in.
/// </summary>
internal static class PodSecurityStandard
{
    private static readonly FrozenSet<string> BaselineCapabilities = FrozenSet.Create(StringComparer.Ordinal,
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT");

    /// <summary>Names of the checks that a pod violates; none at level privileged.</summary>
    /// <param name="metadata">Annotations of the pod count up to the versions that read them.</param>
    /// <param name="spec">The pod.</param>
    /// <param name="level">privileged, baseline or restricted.</param>
    /// <param name="minor">Minor version of the policy; <see cref="int.MaxValue"/> for latest.</param>
    public static IReadOnlyList<string> Violations(ObjectMeta metadata, PodSpec spec, string level, int minor)
    {
        if (level is not ("baseline" or "restricted"))
            return [];
        var containers = new List<Container>([.. spec.InitContainers, .. spec.Containers, .. spec.EphemeralContainers]);
        var found = new List<string>();
        void Check(string name, bool violated)
        {
            if (violated)
                found.Add(name);
        }
        var pod = spec.SecurityContext;
        Check("hostNamespaces", spec.HostNetwork == true || spec.HostPID == true || spec.HostIPC == true);
        Check("privileged", containers.Exists(container => container.SecurityContext?.Privileged == true));
        Check("capabilities_baseline", (level == "baseline" || minor < 22) && containers.Exists(container => Added(container).Any(name => !BaselineCapabilities.Contains(name))));
        Check("hostPathVolumes", level == "baseline" && spec.Volumes.Any(volume => volume.HostPath is not null));
        Check("hostPorts", containers.Exists(container => container.Ports.Any(port => port.HostPort is not (null or 0))));
        Check("hostProbesAndHostLifecycle", minor >= 34 && containers.Exists(HasHost));
        Check("windowsHostProcess", pod?.WindowsOptions?.HostProcess == true || containers.Exists(container => container.SecurityContext?.WindowsOptions?.HostProcess == true));
        Check("appArmorProfile", IsBad(pod?.AppArmorProfile) || containers.Exists(container => IsBad(container.SecurityContext?.AppArmorProfile)) || HasBadAppArmor(metadata));
        Check("seLinuxOptions", IsBad(pod?.SeLinuxOptions, minor) || containers.Exists(container => IsBad(container.SecurityContext?.SeLinuxOptions, minor)));
        Check("procMount", !(level == "baseline" && spec.HostUsers == false && minor >= 35)
            && containers.Exists(container => container.SecurityContext?.ProcMount is not (null or "" or "Default")));
        Check("seccompProfile_baseline", minor < 19
            ? HasBadSeccomp(metadata)
            : level == "baseline" && (IsBad(pod?.SeccompProfile) || containers.Exists(container => IsBad(container.SecurityContext?.SeccompProfile))));
        Check("sysctls", pod?.Sysctls.Any(sysctl => !SafeSysctls.Allows(sysctl.Name, minor)) == true);
        if (level == "restricted")
            Restricted(spec, containers, minor, Check);
        return found;
    }

    private static void Restricted(PodSpec spec, List<Container> containers, int minor, Action<string, bool> check)
    {
        var pod = spec.SecurityContext;
        var windows = spec.Os?.Name == "windows" && minor >= 25;
        var ownUsers = spec.HostUsers == false && minor >= 35;
        check("restrictedVolumes", spec.Volumes.Any(volume => volume != new Volume { Name = volume.Name } && volume is
        {
            ConfigMap: null, Csi: null, DownwardAPI: null, EmptyDir: null, Ephemeral: null, Image: null, PersistentVolumeClaim: null, Projected: null, Secret: null,
        }));
        check("allowPrivilegeEscalation", minor >= 8 && !windows && containers.Exists(container => container.SecurityContext?.AllowPrivilegeEscalation != false));
        check("runAsNonRoot", !ownUsers && (pod?.RunAsNonRoot == false || containers.Exists(container => container.SecurityContext?.RunAsNonRoot == false)
            || (pod?.RunAsNonRoot != true && containers.Exists(container => container.SecurityContext?.RunAsNonRoot != true))));
        check("runAsUser", minor >= 23 && !ownUsers && (pod?.RunAsUser == 0 || containers.Exists(container => container.SecurityContext?.RunAsUser == 0)));
        check("seccompProfile_restricted", minor >= 19 && !windows && (IsBad(pod?.SeccompProfile) || containers.Exists(container =>
            IsBad(container.SecurityContext?.SeccompProfile) || (pod?.SeccompProfile?.Type is null && container.SecurityContext?.SeccompProfile?.Type is null))));
        check("capabilities_restricted", minor >= 22 && !windows && containers.Exists(container =>
            container.SecurityContext?.Capabilities?.Drop.Contains("ALL") != true || Added(container).Any(name => name != "NET_BIND_SERVICE")));
    }

    private static IReadOnlyList<string> Added(Container container) => container.SecurityContext?.Capabilities?.Add ?? [];

    private static bool HasHost(Container container)
    {
        ReadOnlySpan<Probe?> handlers =
            [container.LivenessProbe, container.ReadinessProbe, container.StartupProbe, container.Lifecycle?.PostStart, container.Lifecycle?.PreStop];
        foreach (var handler in handlers)
            if (handler?.HttpGet?.Host is { Length: > 0 } || handler?.TcpSocket?.Host is { Length: > 0 })
                return true;
        return false;
    }

    private static bool IsBad(AppArmorProfile? profile) => profile is not (null or { Type: "RuntimeDefault" or "Localhost" });

    private static bool IsBad(SeccompProfile? profile) => profile is not (null or { Type: "RuntimeDefault" or "Localhost" });

    private static bool IsBad(SELinuxOptions? options, int minor) => options is not null
        && (options.Type is not (null or "" or "container_t" or "container_init_t" or "container_kvm_t") && !(minor >= 31 && options.Type == "container_engine_t")
            || options.User is { Length: > 0 } || options.Role is { Length: > 0 });

    /// <summary>Annotations of the alpha feature, which count up to 1.18.</summary>
    private static bool HasBadSeccomp(ObjectMeta metadata)
    {
        foreach (var (key, value) in metadata.Annotations)
            if ((key == "seccomp.security.alpha.kubernetes.io/pod" || key.StartsWith("container.seccomp.security.alpha.kubernetes.io/", StringComparison.Ordinal))
                && value is not ("runtime/default" or "docker/default") && !value.StartsWith("localhost/", StringComparison.Ordinal))
                return true;
        return false;
    }

    private static bool HasBadAppArmor(ObjectMeta metadata)
    {
        foreach (var (key, value) in metadata.Annotations)
            if (key.StartsWith("container.apparmor.security.beta.kubernetes.io/", StringComparison.Ordinal)
                && value is not ("" or "runtime/default") && !value.StartsWith("localhost/", StringComparison.Ordinal))
                return true;
        return false;
    }
}
