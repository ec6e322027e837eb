namespace Posture.Analysis.PodSecurity;

/// <summary>Every check of the Pod Security Standards with the versions in which each form of it holds: baseline by id, then restricted by id.</summary>
internal static class PodRules
{
    private const int Ever = int.MaxValue;

    public static readonly IReadOnlyList<PodRule> All =
    [
        Baseline("appArmorProfile", 0, Ever, BaselineRules.AppArmor),
        Baseline("capabilities_baseline", 0, Ever, BaselineRules.Capabilities),
        Baseline("hostNamespaces", 0, Ever, BaselineRules.HostNamespaces),
        Baseline("hostPathVolumes", 0, Ever, BaselineRules.HostPathVolumes),
        Baseline("hostPorts", 0, Ever, BaselineRules.HostPorts),
        Baseline("hostProbesAndHostLifecycle", 34, Ever, HandlerRules.Hosts),
        Baseline("privileged", 0, Ever, BaselineRules.Privileged),
        Baseline("procMount", 0, 35, BaselineRules.ProcMount),
        Baseline("procMount", 35, Ever, BaselineRules.ProcMountUnlessUserNamespace),
        Baseline("seLinuxOptions", 0, 31, SeLinuxRules.Options),
        Baseline("seLinuxOptions", 31, Ever, SeLinuxRules.OptionsWithEngine),
        Baseline("seccompProfile_baseline", 0, 19, SeccompRules.Annotations),
        Baseline("seccompProfile_baseline", 19, Ever, SeccompRules.Forbidden),
        Baseline("sysctls", 0, 27, SysctlRules.Of(0)),
        Baseline("sysctls", 27, 29, SysctlRules.Of(27)),
        Baseline("sysctls", 29, 32, SysctlRules.Of(29)),
        Baseline("sysctls", 32, 37, SysctlRules.Of(32)),
        Baseline("sysctls", 37, Ever, SysctlRules.Of(37)),
        Baseline("windowsHostProcess", 0, Ever, BaselineRules.WindowsHostProcess),
        Restricted("allowPrivilegeEscalation", 8, 25, RestrictedRules.PrivilegeEscalation),
        Restricted("allowPrivilegeEscalation", 25, Ever, RestrictedRules.UnlessWindows(RestrictedRules.PrivilegeEscalation)),
        Restricted("capabilities_restricted", 22, 25, RestrictedRules.Capabilities, "capabilities_baseline"),
        Restricted("capabilities_restricted", 25, Ever, RestrictedRules.UnlessWindows(RestrictedRules.Capabilities), "capabilities_baseline"),
        Restricted("procMount_restricted", 35, Ever, BaselineRules.ProcMount, "procMount"),
        Restricted("restrictedVolumes", 0, Ever, VolumeRules.RestrictedTypes, "hostPathVolumes"),
        Restricted("runAsNonRoot", 0, 35, RestrictedRules.NonRoot),
        Restricted("runAsNonRoot", 35, Ever, RestrictedRules.UnlessUserNamespace(RestrictedRules.NonRoot)),
        Restricted("runAsUser", 23, 35, RestrictedRules.RootUser),
        Restricted("runAsUser", 35, Ever, RestrictedRules.UnlessUserNamespace(RestrictedRules.RootUser)),
        Restricted("seccompProfile_restricted", 19, 25, SeccompRules.Required, "seccompProfile_baseline"),
        Restricted("seccompProfile_restricted", 25, Ever, RestrictedRules.UnlessWindows(SeccompRules.Required), "seccompProfile_baseline"),
    ];

    private static PodRule Baseline(string id, int since, int until, PodCheck check) => new(id, PodSecurityLevel.Baseline, since, until, check);

    private static PodRule Restricted(string id, int since, int until, PodCheck check, string? replaces = null) =>
        new(id, PodSecurityLevel.Restricted, since, until, check, replaces);
}
