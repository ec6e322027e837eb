using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Posture.TestKit.ApiServer;

/// <summary>Discovery: the old documents a group and version, and the aggregated one.</summary>
internal static class DiscoveryAnswer
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    public static Task SendAsync(HttpContext context, IReadOnlyList<ResourceType> types, ApiServerOptions options)
    {
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var wantsAggregated = options.AggregatedDiscovery
            && context.Request.Headers.Accept.ToString().Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal);
        if (parts.Length == 1 && wantsAggregated)
        {
            var groups = types.Where(type => parts[0] == "api" == (type.Group.Length == 0)).GroupBy(type => type.Group);
            var list = new JsonObject { ["kind"] = "APIGroupDiscoveryList", ["apiVersion"] = "apidiscovery.k8s.io/v2", ["metadata"] = new JsonObject() };
            list["items"] = new JsonArray([.. groups.Select(group => Group(group, options.StaleGroups.Contains(group.Key)))]);
            context.Response.Headers.Vary = "Accept";
            return JsonAnswer.SendAsync(context, list, Aggregated);
        }
        JsonObject? answer = parts switch
        {
            ["api"] => new() { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() },
            ["apis"] => new() { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = Groups(types) },
            ["api", var version] => Resources(version, types.Where(type => type.Group.Length == 0 && type.Version == version)),
            ["apis", var group, var version] when options.StaleGroups.Contains(group) => null,
            ["apis", var group, var version] => Resources($"{group}/{version}", types.Where(type => type.Group == group && type.Version == version)),
            _ => null,
        };
        if (answer is not null)
            return JsonAnswer.SendAsync(context, answer);
        context.Response.StatusCode = parts.Length == 3 ? 503 : 404;
        return context.Response.WriteAsync("service unavailable\n", context.RequestAborted);
    }

    private static JsonNode Group(IGrouping<string, ResourceType> group, bool stale) => new JsonObject
    {
        ["metadata"] = group.Key.Length == 0 ? [] : new JsonObject { ["name"] = group.Key },
        ["versions"] = new JsonArray([.. group.GroupBy(type => type.Version).Select(version => (JsonNode)new JsonObject
        {
            ["version"] = version.Key,
            ["resources"] = stale ? [] : new JsonArray([.. version.OrderBy(type => type.Plural, StringComparer.Ordinal).Select(type => (JsonNode)new JsonObject
            {
                ["resource"] = type.Plural,
                ["responseKind"] = new JsonObject { ["group"] = "", ["version"] = "", ["kind"] = type.Kind },
                ["scope"] = type.Namespaced ? "Namespaced" : "Cluster",
                ["singularResource"] = type.Kind.ToLower(CultureInfo.InvariantCulture),
                ["verbs"] = Verbs(type),
            })]),
            ["freshness"] = stale ? "Stale" : "Current",
        })]),
    };

    private static JsonArray Groups(IReadOnlyList<ResourceType> types) => new([.. types.Where(type => type.Group.Length > 0)
        .GroupBy(type => type.Group).Select(group =>
    {
        var versions = group.Select(type => type.Version).Distinct().Select(version => new JsonObject
        {
            ["groupVersion"] = $"{group.Key}/{version}",
            ["version"] = version,
        }).ToList();
        return (JsonNode)new JsonObject { ["name"] = group.Key, ["versions"] = new JsonArray([.. versions]), ["preferredVersion"] = versions[0].DeepClone() };
    })]);

    private static JsonObject Resources(string groupVersion, IEnumerable<ResourceType> types)
    {
        var list = new JsonObject { ["kind"] = "APIResourceList" };
        if (groupVersion.Contains('/', StringComparison.Ordinal))
            list["apiVersion"] = "v1";
        list["groupVersion"] = groupVersion;
        list["resources"] = new JsonArray([.. types.OrderBy(type => type.Plural, StringComparer.Ordinal).Select(type => (JsonNode)new JsonObject
        {
            ["name"] = type.Plural,
            ["singularName"] = type.Kind.ToLower(CultureInfo.InvariantCulture),
            ["namespaced"] = type.Namespaced,
            ["kind"] = type.Kind,
            ["verbs"] = Verbs(type),
        })]);
        return list;
    }

    private static JsonArray Verbs(ResourceType type) => new([.. type.Verbs.Select(verb => JsonValue.Create(verb))]);
}
