using Posture.Model.Inventory;
using static Posture.Analysis.PodSecurity.PodRuleText;

namespace Posture.Analysis.PodSecurity;

/// <summary>Checks of the restricted level.</summary>
internal static class RestrictedRules
{
    /// <summary>A Linux-only field is not asked of a pod that says it runs on Windows.</summary>
    public static PodCheck UnlessWindows(PodCheck check) => (metadata, spec) => spec.Os?.Name == "windows" ? null : check(metadata, spec);

    /// <summary>Root inside a user namespace is nobody outside.</summary>
    public static PodCheck UnlessUserNamespace(PodCheck check) => (metadata, spec) => spec.HostUsers == false ? null : check(metadata, spec);

    public static (string, string)? PrivilegeEscalation(ObjectMeta metadata, PodSpec spec) =>
        Offenders(spec, static container => container.SecurityContext?.AllowPrivilegeEscalation != false) is { } bad
            ? ("allowPrivilegeEscalation != false", $"{Named(bad)} must set securityContext.allowPrivilegeEscalation=false")
            : null;

    public static (string, string)? Capabilities(ObjectMeta metadata, PodSpec spec)
    {
        var keeping = Offenders(spec, static container => !DropsAll(container));
        var adding = Offenders(spec, static container => Adds(container));
        if (keeping is null && adding is null)
            return null;
        var details = new List<string>(2);
        if (keeping is not null)
            details.Add($"{Named(keeping)} must set securityContext.capabilities.drop=[\"ALL\"]");
        if (adding is not null)
        {
            var added = Distinct(Containers(spec).SelectMany(container => container.SecurityContext?.Capabilities?.Add ?? [])
                .Where(name => name != "NET_BIND_SERVICE"));
            details.Add($"{Named(adding)} must not include {Quoted(added)} in securityContext.capabilities.add");
        }
        return ("unrestricted capabilities", string.Join("; ", details));
    }

    public static (string, string)? NonRoot(ObjectMeta metadata, PodSpec spec)
    {
        const string Reason = "runAsNonRoot != true";
        var pod = spec.SecurityContext?.RunAsNonRoot;
        if (Setters(pod == false, Offenders(spec, static container => container.SecurityContext?.RunAsNonRoot == false)) is { } setters)
            return (Reason, $"{setters} must not set securityContext.runAsNonRoot=false");
        return pod is null && Offenders(spec, static container => container.SecurityContext?.RunAsNonRoot is null) is { } silent
            ? (Reason, $"pod or {Named(silent)} must set securityContext.runAsNonRoot=true")
            : null;
    }

    public static (string, string)? RootUser(ObjectMeta metadata, PodSpec spec) =>
        Setters(spec.SecurityContext?.RunAsUser == 0, Offenders(spec, static container => container.SecurityContext?.RunAsUser == 0)) is { } setters
            ? ("runAsUser=0", $"{setters} must not set runAsUser=0")
            : null;

    private static bool DropsAll(Container container)
    {
        if (container.SecurityContext?.Capabilities is { Drop: { Count: > 0 } drop })
            for (var i = 0; i < drop.Count; i++)
                if (drop[i] == "ALL")
                    return true;
        return false;
    }

    private static bool Adds(Container container)
    {
        if (container.SecurityContext?.Capabilities is { Add: { Count: > 0 } add })
            for (var i = 0; i < add.Count; i++)
                if (add[i] != "NET_BIND_SERVICE")
                    return true;
        return false;
    }
}
