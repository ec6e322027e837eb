namespace Posture.Model.Inventory;

/// <summary>core/v1 PodSecurityContext. Which fields a container may override is rule R4 of the catalogue.</summary>
public sealed record PodSecurityContext
{
    public long? RunAsUser { get; set; }
    public long? RunAsGroup { get; set; }
    public bool? RunAsNonRoot { get; set; }
    public long? FsGroup { get; set; }
    public string? FsGroupChangePolicy { get; set; }
    public IReadOnlyList<long> SupplementalGroups { get; set => field = value ?? []; } = [];
    public string? SupplementalGroupsPolicy { get; set; }
    public SELinuxOptions? SeLinuxOptions { get; set; }
    public SeccompProfile? SeccompProfile { get; set; }
    public AppArmorProfile? AppArmorProfile { get; set; }
    public WindowsSecurityContextOptions? WindowsOptions { get; set; }
    public IReadOnlyList<Sysctl> Sysctls { get; set => field = value ?? []; } = [];
}

/// <summary>core/v1 SecurityContext of a container.</summary>
public sealed record SecurityContext
{
    public bool? Privileged { get; set; }
    public bool? AllowPrivilegeEscalation { get; set; }
    public bool? ReadOnlyRootFilesystem { get; set; }
    public long? RunAsUser { get; set; }
    public long? RunAsGroup { get; set; }
    public bool? RunAsNonRoot { get; set; }
    public string? ProcMount { get; set; }
    public Capabilities? Capabilities { get; set; }
    public SELinuxOptions? SeLinuxOptions { get; set; }
    public SeccompProfile? SeccompProfile { get; set; }
    public AppArmorProfile? AppArmorProfile { get; set; }
    public WindowsSecurityContextOptions? WindowsOptions { get; set; }
}

/// <summary>Linux capabilities added and dropped, without the CAP_ prefix.</summary>
public sealed record Capabilities
{
    public IReadOnlyList<string> Add { get; set => field = value ?? []; } = [];
    public IReadOnlyList<string> Drop { get; set => field = value ?? []; } = [];
}

/// <summary>SELinux label.</summary>
public sealed record SELinuxOptions
{
    public string? Type { get; set; }
    public string? User { get; set; }
    public string? Role { get; set; }
    public string? Level { get; set; }
}

/// <summary>Type is RuntimeDefault, Localhost or Unconfined.</summary>
public sealed record SeccompProfile
{
    public string? Type { get; set; }
    public string? LocalhostProfile { get; set; }
}

/// <summary>Type is RuntimeDefault, Localhost or Unconfined.</summary>
public sealed record AppArmorProfile
{
    public string? Type { get; set; }
    public string? LocalhostProfile { get; set; }
}

/// <summary>Windows-only settings.</summary>
public sealed record WindowsSecurityContextOptions
{
    public bool? HostProcess { get; set; }
    public string? RunAsUserName { get; set; }
    public string? GmsaCredentialSpecName { get; set; }
}

/// <summary>One kernel parameter.</summary>
public sealed record Sysctl
{
    public string Name { get; set => field = value ?? ""; } = "";
    public string? Value { get; set; }
}
