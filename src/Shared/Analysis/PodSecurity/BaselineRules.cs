using System.Collections.Frozen;
using Posture.Model.Inventory;
using static Posture.Analysis.PodSecurity.PodRuleText;

namespace Posture.Analysis.PodSecurity;

/// <summary>Checks of the baseline level whose form never changed but for user namespaces.</summary>
internal static class BaselineRules
{
    private const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

    private static readonly FrozenSet<string> Addable = new[]
    {
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static (string, string)? AppArmor(ObjectMeta metadata, PodSpec spec)
    {
        var pod = IsForbidden(spec.SecurityContext?.AppArmorProfile);
        var containers = Offenders(spec, static container => IsForbidden(container.SecurityContext?.AppArmorProfile));
        var annotations = ForbiddenAnnotations(metadata);
        if (!pod && containers is null && annotations is null)
            return null;
        var profiles = Containers(spec).Select(container => container.SecurityContext?.AppArmorProfile).Prepend(spec.SecurityContext?.AppArmorProfile);
        var values = Distinct(profiles.Where(IsForbidden).Select(profile => profile?.Type ?? "")).ToList();
        var setters = new List<string>();
        if (Setters(pod, containers) is { } fields)
            setters.Add(fields);
        if (annotations is not null)
        {
            setters.Add(Plural("annotation", annotations.Count));
            values.AddRange(annotations);
        }
        return (Plural("forbidden AppArmor profile", values.Count), $"{string.Join(" and ", setters)} must not set AppArmor profile type to {Quoted(values)}");
    }

    public static (string, string)? Capabilities(ObjectMeta metadata, PodSpec spec)
    {
        if (Offenders(spec, static container => Adds(container)) is not { } bad)
            return null;
        var added = Distinct(Containers(spec).SelectMany(container => container.SecurityContext?.Capabilities?.Add ?? [])
            .Where(name => !Addable.Contains(name)));
        return ("non-default capabilities", $"{Named(bad)} must not include {Quoted(added)} in securityContext.capabilities.add");
    }

    public static (string, string)? HostNamespaces(ObjectMeta metadata, PodSpec spec)
    {
        if (spec.HostNetwork != true && spec.HostPID != true && spec.HostIPC != true)
            return null;
        var set = new List<string>();
        if (spec.HostNetwork == true)
            set.Add("hostNetwork=true");
        if (spec.HostPID == true)
            set.Add("hostPID=true");
        if (spec.HostIPC == true)
            set.Add("hostIPC=true");
        return ("host namespaces", string.Join(", ", set));
    }

    public static (string, string)? HostPathVolumes(ObjectMeta metadata, PodSpec spec)
    {
        List<string>? bad = null;
        for (var i = 0; i < spec.Volumes.Count; i++)
            if (spec.Volumes[i].HostPath is not null)
                (bad ??= []).Add(spec.Volumes[i].Name);
        return bad is null ? null : ("hostPath volumes", $"{Plural("volume", bad.Count)} {Quoted(bad)}");
    }

    public static (string, string)? HostPorts(ObjectMeta metadata, PodSpec spec)
    {
        if (Offenders(spec, static container => UsesHostPort(container)) is not { } bad)
            return null;
        var ports = Distinct(Containers(spec).SelectMany(container => container.Ports).Where(port => port.HostPort is not null and not 0)
            .Select(port => $"{port.HostPort}"));
        return ("hostPort", $"{Named(bad)} {(bad.Count == 1 ? "uses" : "use")} {Plural("hostPort", ports.Count)} {string.Join(", ", ports)}");
    }

    public static (string, string)? Privileged(ObjectMeta metadata, PodSpec spec) =>
        Offenders(spec, static container => container.SecurityContext?.Privileged == true) is { } bad
            ? ("privileged", $"{Named(bad)} must not set securityContext.privileged=true")
            : null;

    public static (string, string)? ProcMount(ObjectMeta metadata, PodSpec spec)
    {
        if (Offenders(spec, static container => container.SecurityContext?.ProcMount is not (null or "Default")) is not { } bad)
            return null;
        var mounts = Distinct(Containers(spec).Select(container => container.SecurityContext?.ProcMount).Where(mount => mount != "Default"));
        return ("procMount", $"{Named(bad)} must not set securityContext.procMount to {Quoted(mounts)}");
    }

    public static (string, string)? ProcMountUnlessUserNamespace(ObjectMeta metadata, PodSpec spec) => spec.HostUsers == false ? null : ProcMount(metadata, spec);

    public static (string, string)? WindowsHostProcess(ObjectMeta metadata, PodSpec spec) =>
        Setters(spec.SecurityContext?.WindowsOptions?.HostProcess == true,
            Offenders(spec, static container => container.SecurityContext?.WindowsOptions?.HostProcess == true)) is { } setters
            ? ("hostProcess", $"{setters} must not set securityContext.windowsOptions.hostProcess=true")
            : null;

    private static bool IsForbidden(AppArmorProfile? profile) => profile is not null and not { Type: "RuntimeDefault" or "Localhost" };

    private static List<string>? ForbiddenAnnotations(ObjectMeta metadata)
    {
        if (metadata.Annotations.Count == 0)
            return null;
        List<string>? bad = null;
        foreach (var (key, value) in metadata.Annotations)
            if (key.StartsWith(AppArmorAnnotation, StringComparison.Ordinal) && value is not ("" or "runtime/default")
                && !value.StartsWith("localhost/", StringComparison.Ordinal))
                (bad ??= []).Add($"{key}=\"{value}\"");
        bad?.Sort(StringComparer.Ordinal);
        return bad;
    }

    private static bool Adds(Container container)
    {
        if (container.SecurityContext?.Capabilities is { Add: { Count: > 0 } add })
            for (var i = 0; i < add.Count; i++)
                if (!Addable.Contains(add[i]))
                    return true;
        return false;
    }

    private static bool UsesHostPort(Container container)
    {
        for (var i = 0; i < container.Ports.Count; i++)
            if (container.Ports[i].HostPort is not null and not 0)
                return true;
        return false;
    }
}
