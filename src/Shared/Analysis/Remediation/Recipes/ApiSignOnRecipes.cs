using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layers L9 and L10: entries, webhooks, sign-on and federation.</summary>
internal static class ApiSignOnRecipes
{
    public static readonly IReadOnlyDictionary<string, Recipe> All = new Dictionary<string, Recipe>(StringComparer.Ordinal)
    {
        ["L9-API-SA-TOKENS"] = Flags.All,
        ["L9-API-STATIC-TOKENS"] = Flags.All,
        ["L9-API-TLS"] = Flags.All,
        ["L9-DASHBOARD-EXPOSED"] = place => place.Field == "type" && place.Set("ClusterIP"),
        ["L9-GATEWAY-TLS"] = Gateway,
        ["L9-INGRESS-REDIRECT"] = place => place.Field == "insecureEdgeTerminationPolicy" ? place.Set("Redirect") : place.Remove(),
        ["L9-INGRESS-SNIPPET"] = place => place.Field == "allow-snippet-annotations" ? place.Set("false") : place.Remove(),
        ["L9-INGRESS-TLS"] = IngressTls,
        ["L9-INGRESS-WILDCARD-HOST"] = place => place.Field == "host"
            ? place.Propose($"{place.Draft.Subject.Name}.example.com")
            : place.Remove(),
        ["L9-RBAC-WEBHOOK-WRITE"] = Steps.Withdraw,
        ["L9-WEBHOOK-FAIL-OPEN"] = place => place.Field switch
        {
            "failurePolicy" => place.Set("Fail"),
            "matchPolicy" => place.Remove(),
            "timeoutSeconds" => place.Set(10),
            _ => false,
        },
        ["L10-AGENT-ADMIN"] = Steps.Unbind,
        ["L10-GITOPS-PROJECT"] = place => place.Field switch
        {
            "policy.default" => place.Set("role:readonly"),
            "serviceAccountName" => place.Propose("reconciler"),
            _ => place.Remove(),
        },
        ["L10-HUB-TLS"] = Steps.Remove,
        ["L10-KARMADA-PROPAGATION"] = place => place.Field == "conflictResolution" && place.Set("Abort"),
        ["L10-KARMADA-PROXY"] = Steps.Withdraw,
        ["L10-OCM-REGISTRATION"] = place => place.Path.Contains("autoApproveUsers", StringComparison.Ordinal) && place.Remove(),
        ["L10-SECRET-PROPAGATION"] = place => place.Path.EndsWith(']') && place.Remove(),
    };

    /// <summary>Every host gets an entry; the Secret's name is a proposal, as the certificate has to be issued.</summary>
    private static bool IngressTls(Place place)
    {
        var secret = $"{place.Draft.Subject.Name}-tls";
        switch (place.Field)
        {
            case "termination":
                return place.Set("edge");
            case "secretName":
                return place.Propose(secret);
            case "tls":
                var hosts = (place.Value("spec.rules") as JsonArray ?? []).Select(rule => rule?["host"]?.GetValue<string>()).OfType<string>().Distinct(StringComparer.Ordinal);
                return place.Propose(new JsonArray(Entry([.. hosts], secret)));
            case "host" when place.Value("spec.tls") is JsonArray entries:
                place.Draft.Propose("spec.tls");
                entries.Add((JsonNode)Entry([place.Observed], $"{secret}-{entries.Count}"));
                return true;
            default:
                return false;
        }
    }

    private static JsonObject Entry(IReadOnlyList<string> hosts, string secret)
    {
        var entry = new JsonObject { ["secretName"] = secret };
        if (hosts.Count > 0)
            entry["hosts"] = new JsonArray([.. hosts.Select(host => (JsonNode)host)]);
        return entry;
    }

    private static bool Gateway(Place place) => place.Field switch
    {
        "mode" => place.Set("AllowValidOnly"),
        "protocol" => place.Set("HTTPS") && Certificate(place, place.Path[..^"protocol".Length] + "tls.certificateRefs"),
        "certificateRefs" => Certificate(place, place.Path),
        _ => false,
    };

    private static bool Certificate(Place place, string path) =>
        place.Propose(new JsonArray(new JsonObject { ["kind"] = "Secret", ["name"] = $"{place.Draft.Subject.Name}-tls" }), path);
}
