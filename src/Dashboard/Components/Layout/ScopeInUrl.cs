using Microsoft.AspNetCore.WebUtilities;

namespace Posture.Dashboard.Components.Layout;

/// <summary>The scope that an address carries: repeated <c>cluster</c> and <c>ns</c>. It only narrows; what a person may see is decided elsewhere.</summary>
internal sealed record ScopeInUrl(IReadOnlyList<string> Clusters, IReadOnlyList<string> Namespaces)
{
    public bool IsAll => Clusters.Count == 0 && Namespaces.Count == 0;

    public static ScopeInUrl Of(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        return new(Values(query, "cluster"), Values(query, "ns"));
    }

    /// <summary>The path with this scope in its query.</summary>
    public string AppliedTo(string path)
    {
        List<KeyValuePair<string, string?>> pairs = [.. Clusters.Select(name => new KeyValuePair<string, string?>("cluster", name)),
            .. Namespaces.Select(name => new KeyValuePair<string, string?>("ns", name))];
        return QueryHelpers.AddQueryString(path, pairs);
    }

    // At most 20 of 253 characters: the longest name Kubernetes allows.
    private static string[] Values(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query, string key) =>
        query.TryGetValue(key, out var values) ? [.. values.OfType<string>().Where(value => value.Length is > 0 and <= 253).Distinct(StringComparer.Ordinal).Take(20)] : [];
}
