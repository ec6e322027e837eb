using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>What holds for one container after inheritance (rule R4): its own value wins, else the pod's.</summary>
/// <param name="Own">The container's security context.</param>
/// <param name="Pod">The pod's.</param>
public readonly record struct EffectiveSecurity(SecurityContext? Own, PodSecurityContext? Pod)
{
    public bool? RunAsNonRoot => Own?.RunAsNonRoot ?? Pod?.RunAsNonRoot;

    public long? RunAsUser => Own?.RunAsUser ?? Pod?.RunAsUser;

    public long? RunAsGroup => Own?.RunAsGroup ?? Pod?.RunAsGroup;

    public SeccompProfile? Seccomp => Own?.SeccompProfile ?? Pod?.SeccompProfile;

    public AppArmorProfile? AppArmor => Own?.AppArmorProfile ?? Pod?.AppArmorProfile;

    public SELinuxOptions? SeLinux => Own?.SeLinuxOptions ?? Pod?.SeLinuxOptions;

    public bool? WindowsHostProcess => Own?.WindowsOptions?.HostProcess ?? Pod?.WindowsOptions?.HostProcess;
}
