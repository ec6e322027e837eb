using Microsoft.Extensions.Options;

namespace Posture.Dashboard.Options;

/// <summary>The validated settings of one start: read once, before anything is started, so that an error names its key and nothing is half up.</summary>
internal sealed record DashboardSettings(PostureOptions Posture, OidcOptions Oidc, ListenAddresses Listen)
{
    public LimitOptions Limits { get; init; } = new();

    /// <summary>Reads and validates.</summary>
    /// <exception cref="OptionsValidationException">Names every wrong key.</exception>
    public static DashboardSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(PostureOptions.Section);
        var errors = new List<string>();
        var posture = new PostureOptions
        {
            PublicUrl = section["PublicUrl"],
            AllowedOrigins = section.GetSection("AllowedOrigins").Get<string[]>() ?? [],
            KnownProxies = section.GetSection("KnownProxies").Get<string[]>() ?? [],
            Demo = Flag(section, "Demo", fallback: false, errors),
            DemoPassword = section["Demo:Password"],
            KeysCertificate = section["Keys:Certificate"] is { Length: > 0 } file ? file : null,
            KeysPassword = section["Keys:Password"],
            EmbeddedIdentity = Flag(section, "Identity:Embedded", fallback: true, errors),
            Chromium = section["Chromium"],
            SecondFactorRoles = section.GetSection("Identity:SecondFactorRoles").Get<string[]>() ?? [],
            AuditSyslog = Address(section, "Audit:Syslog", errors),
            AuditWebhook = Address(section, "Audit:Webhook", errors),
            AuditWebhookSecret = section["Audit:WebhookSecret"],
            SessionHours = Number(section, "Identity:SessionHours", fallback: 8, errors),
            IdleMinutes = Number(section, "Identity:IdleMinutes", fallback: 60, errors),
        };
        var oidc = configuration.GetSection(OidcOptions.Section).Get<OidcOptions>() ?? new OidcOptions();
        var settings = new DashboardSettings(posture, oidc, ListenAddresses.From(configuration)) { Limits = ReadLimits(configuration, errors) };
        errors.AddRange(settings.Limits.Problems());
        errors.AddRange(SettingsRules.Check(settings));
        return errors.Count == 0 ? settings : throw new OptionsValidationException(PostureOptions.Section, typeof(DashboardSettings), errors);
    }

    private static LimitOptions ReadLimits(IConfiguration configuration, List<string> errors)
    {
        try
        {
            return configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new();
        }
        catch (InvalidOperationException)
        {
            errors.Add($"{LimitOptions.Section} must hold whole numbers.");
            return new();
        }
    }

    private static bool Flag(IConfigurationSection section, string key, bool fallback, List<string> errors)
    {
        if (string.IsNullOrEmpty(section[key]))
            return fallback;
        if (bool.TryParse(section[key], out var value))
            return value;
        errors.Add($"{section.Path}:{key} must be true or false.");
        return fallback;
    }

    private static Uri? Address(IConfigurationSection section, string key, List<string> errors)
    {
        if (string.IsNullOrEmpty(section[key]))
            return null;
        if (Uri.TryCreate(section[key], UriKind.Absolute, out var address))
            return address;
        errors.Add($"{section.Path}:{key} must be an absolute address.");
        return null;
    }

    private static int Number(IConfigurationSection section, string key, int fallback, List<string> errors)
    {
        if (string.IsNullOrEmpty(section[key]))
            return fallback;
        if (int.TryParse(section[key], System.Globalization.CultureInfo.InvariantCulture, out var value))
            return value;
        errors.Add($"{section.Path}:{key} must be a whole number.");
        return fallback;
    }
}
