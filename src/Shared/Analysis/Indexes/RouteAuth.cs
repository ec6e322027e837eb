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
        foreach (var (key, value) in route.Metadata.Annotations)
            if (IsAuth(key[(key.LastIndexOf('/') + 1)..], value))
                return $"annotation {key}";
        return route is GatewayRoute { Spec.Rules: { Count: > 0 } rules } && rules.All(rule => rule.Filters.Any(filter => filter.Type == "ExternalAuth"))
            ? "filter ExternalAuth"
            : null;
    }

    /// <summary>Why a route is not reachable from outside; null when nothing shows it.</summary>
    public static string? InternalBecause(KubeObject route) =>
        route.Metadata.Annotations["alb.ingress.kubernetes.io/scheme"] == "internal" ? "load balancer scheme internal" : null;

    private static bool IsAuth(string name, string value) => name switch
    {
        "auth-url" or "auth-signin" or "auth-tls-secret" or "auth-secret" => value.Length > 0,
        "auth-type" => value.Length > 0 && value != "none",
        "router.middlewares" => value.Contains("auth", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
