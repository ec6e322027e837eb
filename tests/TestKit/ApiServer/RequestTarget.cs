using Microsoft.AspNetCore.Http;

namespace Posture.TestKit.ApiServer;

/// <summary>What a request asks for.</summary>
/// <param name="Verb">get, list or watch.</param>
/// <param name="Group">API group.</param>
/// <param name="Resource">Plural, <c>discovery</c> or <c>version</c>.</param>
/// <param name="Type">The type, or null when it is not served or none is meant.</param>
/// <param name="Namespace">Namespace, or null for all.</param>
/// <param name="Name">Name for get.</param>
internal sealed record RequestTarget(string Verb, string Group, string Resource, ResourceType? Type, string? Namespace, string? Name)
{
    /// <summary>Whether the group and version exist at all.</summary>
    public bool GroupServed { get; init; } = true;

    public static RequestTarget Of(HttpRequest request, IReadOnlyList<ResourceType> types)
    {
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["version"])
            return new("get", "", "version", null, null, null);
        var (group, version, rest) = parts switch
        {
            ["api", var v, .. var tail] => ("", v, tail),
            ["apis", var g, var v, .. var tail] => (g, v, tail),
            _ => ("", "", []),
        };
        if (rest.Length == 0)
            return new("get", "", "discovery", null, null, null) { GroupServed = version.Length == 0 || Serves() };
        var ns = rest is ["namespaces", _, _, ..] ? rest[1] : null;
        if (ns is not null)
            rest = rest[2..];
        var name = rest.Length > 1 ? rest[1] : null;
        var verb = name is not null ? "get" : request.Query["watch"].ToString() is "1" or "true" ? "watch" : "list";
        return new(verb, group, rest[0], types.FirstOrDefault(type => type.Group == group && type.Version == version && type.Plural == rest[0]), ns, name)
        {
            GroupServed = Serves(),
        };

        bool Serves() => types.Any(type => type.Group == group && type.Version == version);
    }
}
