using System.Globalization;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>How often a route may be asked, as far as its annotations say.</summary>
internal static class RouteLimits
{
    /// <summary>Between the words of names, and between names.</summary>
    private static readonly char[] Separators = ['-', '_', '.', ',', '@', ' '];

    /// <summary>Controllers that take limits from annotations of the route.</summary>
    private static readonly string[] Readable = ["nginx", "haproxy", "traefik", "kong"];

    /// <summary>The annotation that limits a route; null when none does.</summary>
    public static string? Of(KubeObject route)
    {
        foreach (var (key, value) in route.Metadata.Annotations)
            if (IsLimit(key[(key.LastIndexOf('/') + 1)..], value))
                return key;
        return null;
    }

    /// <summary>The controller of an Ingress by its class, or the name of the class; null when it names none.</summary>
    public static string? ControllerOf(Ingress item, ClusterView view) =>
        (item.Spec.IngressClassName ?? item.Metadata.Annotations["kubernetes.io/ingress.class"]) is { } name
            ? view.Inventory.Find<IngressClass>("", name)?.Spec.Controller ?? name
            : null;

    /// <summary>Whether the controller of an Ingress is one of those, by its class or else by the annotations that are meant for it.</summary>
    public static bool AreReadable(Ingress item, ClusterView view)
    {
        if (ControllerOf(item, view) is { } controller)
            return IsReadable(controller);
        foreach (var (key, _) in item.Metadata.Annotations)
            if (IsReadable(key))
                return true;
        return false;
    }

    private static bool IsReadable(string text) => Array.Exists(Readable, name => text.Contains(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsLimit(string name, string value) => name switch
    {
        "limit-rps" or "limit-rpm" or "limit-connections" or "rate-limit-requests" => int.TryParse(value, CultureInfo.InvariantCulture, out var count) && count > 0,
        "limit-req-rate" => value.Length > 0,
        "rate-limit-connections" => value == "true",
        "router.middlewares" or "plugins" => Array.Exists(value.Split(Separators), word =>
            word.StartsWith("rate", StringComparison.OrdinalIgnoreCase) || word.Contains("limit", StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };
}
