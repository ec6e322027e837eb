using System.Net;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Options;

/// <summary>What the settings must satisfy. Every message names the key and the form that is expected.</summary>
internal static class SettingsRules
{
    public static IEnumerable<string> Check(DashboardSettings settings) =>
        [.. Addresses(settings), .. Demo(settings), .. Audit(settings), .. Identity(settings)];

    private static IEnumerable<string> Addresses(DashboardSettings settings)
    {
        if (settings.Posture.PublicUrl is { Length: > 0 } url && !IsOrigin(url))
            yield return "Posture:PublicUrl must be an absolute http or https address without path, for example https://posture.example.com.";
        foreach (var origin in settings.Posture.AllowedOrigins.Where(origin => !IsOrigin(origin)))
            yield return $"Posture:AllowedOrigins must hold addresses like https://posture.example.com; \"{Shown(origin)}\" is not one.";
        foreach (var proxy in settings.Posture.KnownProxies.Where(proxy => !IPAddress.TryParse(proxy, out _)))
            yield return $"Posture:KnownProxies must hold IP addresses; \"{Shown(proxy)}\" is not one.";
    }

    private static IEnumerable<string> Demo(DashboardSettings settings)
    {
        if (!settings.Posture.Demo)
            yield break;
        if (!settings.Listen.LoopbackOnly)
        {
            yield return "Posture:Demo is true, so urls must name loopback addresses only (for example http://127.0.0.1:5080): "
                + $"demo accounts must not be reachable from elsewhere. Now: {Shown(string.Join(";", settings.Listen.Urls))}.";
        }
        if (!settings.Posture.EmbeddedIdentity)
            yield return "Posture:Demo needs Posture:Identity:Embedded to be true: its accounts live in the embedded identity provider.";
        if (settings.Posture.DemoPassword is { Length: > 0 and < 12 })
            yield return "Posture:Demo:Password must have at least 12 characters.";
    }

    private static IEnumerable<string> Audit(DashboardSettings settings)
    {
        if (settings.Posture.AuditSyslog is { } syslog && !(syslog is { Scheme: "tls" or "tcp", Port: > 0, AbsolutePath: "" or "/", Query: "", UserInfo: "" } && syslog.Host.Length > 0))
            yield return "Posture:Audit:Syslog must be tls://host:port or tcp://host:port, for example tls://logs.example.com:6514.";
        if (settings.Posture.AuditWebhook is not { } webhook)
            yield break;
        if (!(webhook.Scheme == Uri.UriSchemeHttps || webhook.Scheme == Uri.UriSchemeHttp && webhook.IsLoopback) || webhook.UserInfo.Length > 0)
            yield return "Posture:Audit:Webhook must be an https address without a name or password in it.";
        if (settings.Posture.AuditWebhookSecret is not { Length: >= 16 })
            yield return "Posture:Audit:WebhookSecret must have 16 characters or more when Posture:Audit:Webhook is set: the posts are signed with it.";
    }

    private static IEnumerable<string> Identity(DashboardSettings settings)
    {
        if (settings.Posture.SessionHours is < 1 or > 24)
            yield return "Posture:Identity:SessionHours must be between 1 and 24.";
        if (settings.Posture.IdleMinutes is < 5 or > 1440)
            yield return "Posture:Identity:IdleMinutes must be between 5 and 1440.";
        foreach (var role in settings.Posture.SecondFactorRoles.Where(role => !Roles.All.Contains(role, StringComparer.Ordinal)))
            yield return $"Posture:Identity:SecondFactorRoles must hold {string.Join(", ", Roles.All)}; \"{Shown(role)}\" is none of these.";
        if (settings.Posture is { SecondFactorRoles.Length: > 0, EmbeddedIdentity: false })
            yield return "Posture:Identity:SecondFactorRoles is for the embedded identity provider; ask for a second factor at yours.";
        if (settings.Posture.EmbeddedIdentity)
            yield break;
        if (!Uri.TryCreate(settings.Oidc.Authority, UriKind.Absolute, out var authority) || !(authority.Scheme == Uri.UriSchemeHttps || authority.IsLoopback))
            yield return "Oidc:Authority must be the https address of your identity provider when Posture:Identity:Embedded is false.";
        if (string.IsNullOrEmpty(settings.Oidc.ClientId))
            yield return "Oidc:ClientId must be set when Posture:Identity:Embedded is false.";
        if (!settings.Oidc.Scopes.Split(' ').Contains("openid", StringComparer.Ordinal))
            yield return "Oidc:Scopes must hold openid; scopes are parted by spaces.";
        if (string.IsNullOrEmpty(settings.Oidc.RoleClaim))
            yield return "Oidc:RoleClaim must name the claim that holds the roles.";
        foreach (var role in settings.Oidc.Roles.Keys.Where(role => !Roles.All.Contains(role, StringComparer.Ordinal)))
            yield return $"Oidc:Roles must name {string.Join(", ", Roles.All)}; \"{Shown(role)}\" is none of these.";
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
