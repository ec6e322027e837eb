using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>What annotations and filters of a route say about who may use it.</summary>
internal static class RouteAuth
{
    /// <summary>
    /// Sign-on that a route asks for: external authentication, basic authentication, client certificates, provider sign-on; null when none shows.
    /// </summary>
    public static string? Of(KubeObject route)
    {
        var annotations = route.Metadata.Annotations;
        foreach (var (key, value) in annotations)
            if (value.Length > 0 && IsAuth(key[..(key.LastIndexOf('/') + 1)], key[(key.LastIndexOf('/') + 1)..], value, annotations))
                return $"annotation {key}";
        return route is GatewayRoute { Spec.Rules: { Count: > 0 } rules } && rules.All(rule => rule.Filters.Any(filter => filter.Type == "ExternalAuth"))
            ? "filter ExternalAuth"
            : null;
    }

    /// <summary>Why a route is not reachable from outside; null when nothing shows it.</summary>
    public static string? InternalBecause(KubeObject route) =>
        route.Metadata.Annotations["alb.ingress.kubernetes.io/scheme"] == "internal" ? "load balancer scheme internal"
        : route.Metadata.Annotations["kubernetes.io/ingress.class"] == "gce-internal" ? "class gce-internal"
        : null;

    /// <summary>ingress-nginx heeds auth-signin only beside auth-url, auth-secret only beside auth-type; an optional certificate asks for nothing.</summary>
    private static bool IsAuth(string prefix, string name, string value, StringMap annotations) => name switch
    {
        "auth-url" => true,
        "auth-signin" or "auth-secret" => prefix != "nginx.ingress.kubernetes.io/",
        "auth-tls-secret" => annotations[$"{prefix}auth-tls-verify-client"] is null or "on",
        "auth-type" => value != "none",
        "router.middlewares" => value.Contains("auth", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
