namespace Posture.EndToEnd;

/// <summary>The pages that every test over "each page" visits, with addresses of the demo fleet.</summary>
internal static class Pages
{
    public static readonly IReadOnlyList<string> All =
    [
        "/fleet", "/clusters", "/clusters/production", "/clusters/production?tab=namespaces", "/clusters/production?tab=drift", "/clusters/edge/collection",
        "/layers", "/layers/7", "/findings", "/controls", "/controls?framework=nist-800-190", "/controls/L1-POD-HOST-PID", "/drift", "/network",
        "/network?cluster=production&ns=shop", "/identities", "/identities?cluster=production", "/identities?cluster=production&verb=get&resource=secrets",
        "/identities/subject?cluster=production&kind=ServiceAccount&ns=monitoring&name=prometheus", "/compliance", "/compliance/cis-1.12",
        "/images", "/images/registries", "/images/registries?registry=registry.example.com", "/images/rebuilds", "/images/libraries", "/images/sha256:2e98d1cee06e045484b39857850914b69773eb6da7e8fb0ddf0785846dfe7f6b",
        "/reports", "/activity", "/account", "/account/tokens", "/help", "/help/score", "/not-there",
    ];

    /// <summary>The pages that look otherwise to an administrator: clusters without findings, tenants, and what was done.</summary>
    private static readonly string[] Admin =
    [
        "/clusters", "/clusters/production", "/clusters/edge/collection", "/admin", "/admin?tenant=shop", "/admin?tenant=not-there", "/admin/people", "/admin/sign-on", "/admin/applications", "/activity",
    ];

    /// <summary>The pages that look otherwise to a manager: numbers without names, tenants to look at.</summary>
    private static readonly string[] Manager =
    [
        "/compliance", "/compliance/cis-1.12", "/fleet", "/layers", "/layers/7", "/clusters", "/clusters/production", "/controls/L1-POD-HOST-PID", "/findings", "/drift",
        "/reports", "/admin", "/admin/people", "/activity", "/help/score",
    ];

    /// <summary>The pages to look at as a role.</summary>
    public static IReadOnlyList<string> Of(string role) => role switch { "admin" => Admin, "manager" => Manager, _ => All };
}
