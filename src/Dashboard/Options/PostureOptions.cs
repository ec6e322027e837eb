namespace Posture.Dashboard.Options;

/// <summary>Settings of the dashboard, section <c>Posture</c>.</summary>
internal sealed class PostureOptions
{
    public const string Section = "Posture";

    /// <summary><c>Posture:PublicUrl</c>: address people use, for example https://posture.example.com. Needed behind a proxy; else the listening address.</summary>
    public string? PublicUrl { get; set; }

    /// <summary><c>Posture:AllowedOrigins</c>: further origins that may open circuits. The public and the loopback addresses always may.</summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary><c>Posture:KnownProxies</c>: addresses of proxies whose X-Forwarded-For and -Proto are believed. None by default.</summary>
    public string[] KnownProxies { get; set; } = [];

    /// <summary><c>Posture:Demo</c>: sample clusters and one account a role. Listens on loopback only.</summary>
    public bool Demo { get; set; }

    /// <summary><c>Posture:Demo:Password</c>: one password for all demo accounts, for automation; else random ones are printed at every start.</summary>
    public string? DemoPassword { get; set; }

    /// <summary><c>Posture:Identity:Embedded</c>: the built-in identity provider. Set to false to use the one named by <c>Oidc:Authority</c>.</summary>
    public bool EmbeddedIdentity { get; set; } = true;

    /// <summary><c>Posture:Keys:Certificate</c>: PKCS #12 file whose key encrypts the keys in the database; every replica needs the same. Else one is made in the data folder.</summary>
    public string? KeysCertificate { get; set; }

    /// <summary><c>Posture:Keys:Password</c>: password of that file.</summary>
    public string? KeysPassword { get; set; }

    /// <summary><c>Posture:Chromium</c>: browser that prints reports, a path or a name on the PATH; else a known one is looked for.</summary>
    public string? Chromium { get; set; }

    /// <summary><c>Posture:Identity:SecondFactorRoles</c>: roles that an account has only once it signs in with a second factor.</summary>
    public string[] SecondFactorRoles { get; set; } = [];

    /// <summary><c>Posture:Audit:Syslog</c>: where every entry of the audit log is sent, tls://host:port or tcp://host:port (RFC 5424, RFC 6587).</summary>
    public Uri? AuditSyslog { get; set; }

    /// <summary><c>Posture:Audit:Webhook</c>: https address that every entry of the audit log is posted to.</summary>
    public Uri? AuditWebhook { get; set; }

    /// <summary><c>Posture:Audit:WebhookSecret</c>: with which these posts are signed (HMAC-SHA-256), 16 characters or more.</summary>
    public string? AuditWebhookSecret { get; set; }

    /// <summary><c>Posture:Identity:SessionHours</c>: longest session, 1–24 hours.</summary>
    public int SessionHours { get; set; } = 8;

    /// <summary><c>Posture:Identity:IdleMinutes</c>: after so long without a request or an open page a session ends, 5–1440 minutes.</summary>
    public int IdleMinutes { get; set; } = 60;
}
