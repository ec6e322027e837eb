using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layer L9: entries, webhooks and sign-on.</summary>
internal static class ApiSignOnRecipes
{
    public static readonly IReadOnlyDictionary<string, Recipe> All = new Dictionary<string, Recipe>(StringComparer.Ordinal)
    {
        ["L9-API-RATE-LIMIT"] = Limit,
        ["L9-API-SA-TOKENS"] = Flags.All,
        ["L9-API-STATIC-TOKENS"] = Flags.All,
        ["L9-API-TLS"] = Flags.All,
        ["L9-BACKEND-TLS"] = BackendTls,
        ["L9-CERT-EXPIRY"] = place => place.Field == "size" && place.Set(2048),
        ["L9-DASHBOARD-EXPOSED"] = place => place.Field == "type" && place.Set("ClusterIP"),
        ["L9-GATEWAY-TLS"] = Gateway,
        ["L9-INGRESS-AUTH"] = place => place.Field.EndsWith("/auth-tls-verify-client", StringComparison.Ordinal) && place.Set("on"),
        ["L9-INGRESS-REDIRECT"] = place => place.Field == "insecureEdgeTerminationPolicy" ? place.Set("Redirect") : place.Remove(),
        ["L9-INGRESS-SNIPPET"] = place => place.Field == "allow-snippet-annotations" ? place.Set("false") : place.Remove(),
        ["L9-INGRESS-TLS"] = IngressTls,
        ["L9-INGRESS-WILDCARD-HOST"] = place => place.Field is "host" or "hostname"
            ? place.Propose($"{place.Draft.Subject.Name}.example.com")
            : place.Remove(),
        ["L9-OIDC-SETTINGS"] = SignOn,
        ["L9-RBAC-WEBHOOK-WRITE"] = Rights.Without(
            ["create", "update", "patch", "delete", "deletecollection"],
            "validatingwebhookconfigurations", "mutatingwebhookconfigurations", "validatingadmissionpolicies", "validatingadmissionpolicybindings",
            "mutatingadmissionpolicies", "mutatingadmissionpolicybindings", "clusterpolicies", "policyexceptions", "validatingpolicies", "imagevalidatingpolicies",
            "mutatingpolicies", "constrainttemplates", "configs", "assign", "assignmetadata", "modifyset", "assignimage"),
        ["L9-ROUTE-DANGLING"] = place => IsGone(place) && Prune.Route(place),
        ["L9-WEBHOOK-BACKEND"] = place => IsGone(place) && Prune.Webhook(place),
        ["L9-WEBHOOK-FAIL-OPEN"] = place => place.Field switch
        {
            "failurePolicy" => place.Set("Fail"),
            "matchPolicy" => place.Remove(),
            "timeoutSeconds" => place.Set(10),
            _ => false,
        },
        ["L9-WEBHOOK-SCOPE"] = WebhookScope,
    };

    private static bool IsGone(Place place) => place.Observed.EndsWith(" does not exist", StringComparison.Ordinal);

    /// <summary>A limit in the annotation that the route's controller reads, where its name tells which that is; the number is a proposal.</summary>
    private static bool Limit(Place place)
    {
        if (place.Field == "name")
            return place.Propose("global-default"); // a limited level that every cluster has
        if (place.Draft.Subject.Kind == "Route")
            return place.Propose("true", "metadata.annotations[haproxy.router.openshift.io/rate-limit-connections]");
        var named = place.Value("spec.ingressClassName")?.ToString() ?? string.Join(' ', (place.Value("metadata.annotations") as JsonObject ?? []).Select(pair =>
            pair.Key == "kubernetes.io/ingress.class" ? pair.Value?.ToString() : pair.Key));
        if (named.Contains("nginx", StringComparison.OrdinalIgnoreCase))
            return place.Propose("10", "metadata.annotations[nginx.ingress.kubernetes.io/limit-rps]");
        return named.Contains("haproxy", StringComparison.OrdinalIgnoreCase) && place.Propose("10", "metadata.annotations[haproxy.org/rate-limit-requests]");
    }

    /// <summary>The authority that the backend's certificate is checked against is a proposal: it has to be there. A backend without TLS stays open.</summary>
    private static bool BackendTls(Place place)
    {
        var subject = place.Draft.Subject;
        if (place.Field == "nginx.ingress.kubernetes.io/proxy-ssl-verify")
            return place.Set("on") && (place.Value("metadata.annotations[nginx.ingress.kubernetes.io/proxy-ssl-secret]") is not null
                || place.Propose($"{subject.Namespace}/{subject.Name}-backend-ca", "metadata.annotations[nginx.ingress.kubernetes.io/proxy-ssl-secret]"));
        if (place.Field == "validation")
            return place.Propose(new JsonArray(Authority($"{place.Value("metadata.name")}-ca")), "spec.validation.caCertificateRefs");
        if (place.Evidence.Expected != "a BackendTLSPolicy" || place.Value($"{place.Path}.name")?.ToString() is not { Length: > 0 } service)
            return false;
        var ns = place.Value($"{place.Path}.namespace")?.ToString() ?? subject.Namespace;
        place.Draft.Propose("spec.validation");
        place.Draft.Add(new JsonObject
        {
            ["apiVersion"] = "gateway.networking.k8s.io/v1",
            ["kind"] = "BackendTLSPolicy",
            ["metadata"] = new JsonObject { ["name"] = $"{service}-tls", ["namespace"] = ns },
            ["spec"] = new JsonObject
            {
                ["targetRefs"] = new JsonArray(new JsonObject { ["group"] = "", ["kind"] = "Service", ["name"] = service }),
                ["validation"] = new JsonObject { ["hostname"] = $"{service}.{ns}.svc", ["caCertificateRefs"] = new JsonArray(Authority($"{service}-ca")) },
            },
        });
        return true;
    }

    private static JsonObject Authority(string name) => new() { ["group"] = "", ["kind"] = "ConfigMap", ["name"] = name };

    /// <summary>Names change with prefix and claim, and bindings have to follow: proposals. Which client the provider knows, only people know.</summary>
    private static bool SignOn(Place place)
    {
        const string GroupsPrefix = "--oidc-groups-prefix";
        if (place.Value() is JsonArray arguments)
        {
            if (place.Evidence.Expected != "a prefix")
                return false;
            place.Draft.Propose(GroupsPrefix);
            arguments.Add((JsonNode)$"{GroupsPrefix}=oidc:");
            return true;
        }
        if (place.Value()?.ToString().Split('=', 2) is not [var flag, var value])
            return false;
        return place.Evidence.Expected switch
        {
            "an https address" => value.StartsWith("http://", StringComparison.Ordinal) && place.Propose($"{flag}=https://{value["http://".Length..]}"),
            "a prefix" => place.Propose($"{flag}=oidc:"),
            var expected => expected.StartsWith("sub,", StringComparison.Ordinal) && place.Propose($"{flag}=sub"),
        };
    }

    /// <summary>
    /// A webhook stops to receive the kind while something else is left to it; which kinds one for everything needs, only its owner knows. Namespaces are left out
    /// by their name, which nobody who may label them can change.
    /// </summary>
    private static bool WebhookScope(Place place)
    {
        if (place.Field == "resources")
            return place.Observed is not ("*" or "*/*") && place.Value() is JsonArray resources
                && resources.FirstOrDefault(item => item?.ToString() == place.Observed) is { } resource
                && Prune.Item(place, resources, resource, place.Path[..(place.Path.LastIndexOf(']') + 1)]);
        if (place.Field != "namespaceSelector" || place.Value($"{place.Path}.matchExpressions") is not JsonArray terms)
            return false;
        const string Name = "kubernetes.io/metadata.name";
        var named = terms.OfType<JsonObject>().ToLookup(term => term["key"]?.ToString() == Name);
        foreach (var term in named[false].Where(term => term["operator"]?.ToString() is "NotIn" or "DoesNotExist"))
            place.Draft.Take(term);
        if (named[true].Any())
            return true;
        var own = place.Value($"{place.Path[..(place.Path.IndexOf(']', StringComparison.Ordinal) + 1)]}.clientConfig.service.namespace")?.ToString();
        place.Draft.Propose($"{place.Path}.matchExpressions");
        terms.Add((JsonNode)new JsonObject
        {
            ["key"] = Name,
            ["operator"] = "NotIn",
            ["values"] = new JsonArray([.. new[] { "kube-system", own }.OfType<string>().Distinct(StringComparer.Ordinal).Select(ns => (JsonNode)ns)]),
        });
        return true;
    }

    /// <summary>Every host gets an entry; the Secret's name is a proposal, as the certificate has to be issued.</summary>
    public static bool IngressTls(Place place)
    {
        var secret = $"{place.Draft.Subject.Name}-tls";
        switch (place.Field)
        {
            case "termination":
                return place.Set("edge");
            case "secretName":
                return place.Propose(secret);
            case "tls":
                var hosts = (place.Value($"{place.Path[..^"tls".Length]}rules") as JsonArray ?? []).Select(rule => rule.Text("host")).OfType<string>().Distinct(StringComparer.Ordinal);
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
