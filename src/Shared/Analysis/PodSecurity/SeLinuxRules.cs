using Posture.Model.Inventory;
using static Posture.Analysis.PodSecurity.PodRuleText;

namespace Posture.Analysis.PodSecurity;

/// <summary>SELinux: a few types, and neither user nor role. v1.31 added the type of container engines.</summary>
internal static class SeLinuxRules
{
    public static (string, string)? Options(ObjectMeta metadata, PodSpec spec) =>
        Setters(Offends(spec.SecurityContext?.SeLinuxOptions, false),
            Offenders(spec, static container => Offends(container.SecurityContext?.SeLinuxOptions, false))) is { } setters
            ? Violation(setters, spec, engine: false)
            : null;

    public static (string, string)? OptionsWithEngine(ObjectMeta metadata, PodSpec spec) =>
        Setters(Offends(spec.SecurityContext?.SeLinuxOptions, true),
            Offenders(spec, static container => Offends(container.SecurityContext?.SeLinuxOptions, true))) is { } setters
            ? Violation(setters, spec, engine: true)
            : null;

    private static (string, string) Violation(string setters, PodSpec spec, bool engine)
    {
        var options = Containers(spec).Select(container => container.SecurityContext?.SeLinuxOptions).Append(spec.SecurityContext?.SeLinuxOptions)
            .OfType<SELinuxOptions>().ToList();
        var types = Distinct(options.Select(own => own.Type).Where(type => !IsAllowed(type, engine)));
        var details = new List<string>(3);
        if (types.Count > 0)
            details.Add($"{Plural("type", types.Count)} {Quoted(types)}");
        if (options.Exists(own => own.User is { Length: > 0 }))
            details.Add("user may not be set");
        if (options.Exists(own => own.Role is { Length: > 0 }))
            details.Add("role may not be set");
        return ("seLinuxOptions", $"{setters} set forbidden securityContext.seLinuxOptions: {string.Join("; ", details)}");
    }

    private static bool Offends(SELinuxOptions? options, bool engine) =>
        options is not null && (!IsAllowed(options.Type, engine) || options.User is { Length: > 0 } || options.Role is { Length: > 0 });

    private static bool IsAllowed(string? type, bool engine) =>
        type is null or "" or "container_t" or "container_init_t" or "container_kvm_t" || (engine && type == "container_engine_t");
}
