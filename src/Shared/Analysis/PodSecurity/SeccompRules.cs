using Posture.Model.Inventory;
using static Posture.Analysis.PodSecurity.PodRuleText;

namespace Posture.Analysis.PodSecurity;

/// <summary>Seccomp: annotations up to v1.18, the field from v1.19 on; restricted also asks that it is set.</summary>
internal static class SeccompRules
{
    private const string Reason = "seccompProfile";
    private const string PodAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
    private const string ContainerAnnotation = "container.seccomp.security.alpha.kubernetes.io/";

    public static (string, string)? Annotations(ObjectMeta metadata, PodSpec spec)
    {
        if (metadata.Annotations.Count == 0)
            return null;
        var bad = Distinct(Containers(spec).Select(container => ContainerAnnotation + container.Name).Append(PodAnnotation)
            .Select(key => metadata.Annotations[key] is { } value && !IsAllowedAnnotation(value) ? $"{key}=\"{value}\"" : null));
        return bad.Count == 0 ? null : (Reason, $"forbidden {Plural("annotation", bad.Count)} {string.Join(", ", bad)}");
    }

    public static (string, string)? Forbidden(ObjectMeta metadata, PodSpec spec)
    {
        if (Setters(IsForbidden(spec.SecurityContext?.SeccompProfile),
            Offenders(spec, static container => IsForbidden(container.SecurityContext?.SeccompProfile))) is not { } setters)
            return null;
        var profiles = Containers(spec).Select(container => container.SecurityContext?.SeccompProfile).Append(spec.SecurityContext?.SeccompProfile);
        var types = Distinct(profiles.Where(IsForbidden).Select(profile => profile?.Type ?? ""));
        return (Reason, $"{setters} must not set securityContext.seccompProfile.type to {Quoted(types)}");
    }

    public static (string, string)? Required(ObjectMeta metadata, PodSpec spec)
    {
        if (Forbidden(metadata, spec) is { } forbidden)
            return forbidden;
        return spec.SecurityContext?.SeccompProfile is null && Offenders(spec, static container => container.SecurityContext?.SeccompProfile is null) is { } silent
            ? (Reason, $"pod or {Named(silent)} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"")
            : null;
    }

    private static bool IsForbidden(SeccompProfile? profile) => profile is not null and not { Type: "RuntimeDefault" or "Localhost" };

    private static bool IsAllowedAnnotation(string value) =>
        value is "runtime/default" or "docker/default" || value.StartsWith("localhost/", StringComparison.Ordinal);
}
