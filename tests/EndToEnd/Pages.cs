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
        "/reports", "/activity", "/help", "/help/score", "/not-there",
    ];

    /// <summary>The pages of administrators, and the one that shows what they did.</summary>
    public static readonly IReadOnlyList<string> Admin = ["/admin", "/admin?tenant=shop", "/admin?tenant=not-there", "/activity"];
}
