using System.Text.Json;
using Posture.Model.Inventory;
using Posture.Model.Names;

namespace Posture.Analysis.Provenance;

/// <summary>Reads OpenVEX documents (0.0.1 to 0.2.0): which vulnerabilities do not matter in an image.</summary>
public static class OpenVex
{
    /// <summary>Type of a signed statement that holds such a document; versions follow.</summary>
    public const string PredicateType = "https://openvex.dev/ns";

    private const int MaxStatements = 5_000;
    private const int MaxText = 200;

    private const string Algorithm = "sha256:";

    /// <summary>
    /// Statements with the digest that each is about; null for whatever the document is attached to. One that is about parts of the image (<c>subcomponents</c>) becomes one a part; a part
    /// that is named by no package URL is left out, for it cannot be found in a report.
    /// </summary>
    /// <exception cref="JsonException">It is none, or has more statements than anybody writes.</exception>
    public static IReadOnlyList<(string? Digest, VexStatement Statement)> Read(JsonElement document, string by)
    {
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("statements", out var statements) || statements.ValueKind != JsonValueKind.Array)
            throw new JsonException("no statements");
        var all = Time(document, "last_updated") ?? Time(document, "timestamp");
        var found = new List<(string?, VexStatement)>();
        foreach (var statement in statements.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object))
            foreach (var id in Ids(statement))
                foreach (var (digest, part) in Places(statement))
                {
                    if (found.Count == MaxStatements)
                        throw new JsonException($"more than {MaxStatements} statements");
                    found.Add((digest, new() { Vulnerability = id, Part = part, Status = Text(statement, "status") ?? "", Justification = Text(statement, "justification"), At = Time(statement, "timestamp") ?? all, By = by }));
                }
        return found;
    }

    /// <summary>The digest in a package URL or reference; null when there is none.</summary>
    public static string? DigestOf(string? text)
    {
        var plain = text?.Replace("%3A", ":", StringComparison.OrdinalIgnoreCase);
        var at = plain?.LastIndexOf(Algorithm, StringComparison.OrdinalIgnoreCase) ?? -1;
        var hex = at < 0 ? "" : plain!.AsSpan(at + Algorithm.Length);
        return hex.Length >= 64 && !hex[..64].ContainsAnyExcept("0123456789abcdefABCDEF") ? Algorithm + hex[..64].ToString().ToLowerInvariant() : null;
    }

    /// <summary>A vulnerability by its name and by what others call it.</summary>
    private static IEnumerable<string> Ids(JsonElement statement)
    {
        if (!statement.TryGetProperty("vulnerability", out var named))
            return [];
        if (named.ValueKind == JsonValueKind.String)
            return [Cut(named.GetString()!)];
        var aliases = named.ValueKind == JsonValueKind.Object && named.TryGetProperty("aliases", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(alias => alias.ValueKind == JsonValueKind.String).Select(alias => Cut(alias.GetString()!)) : [];
        return (Text(named, "name") is { } name ? aliases.Prepend(name) : aliases).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Images, each with the parts that are meant; null for all of it. Before 0.2.0 the parts stood beside the products, and were those of each.</summary>
    private static IEnumerable<(string? Digest, string? Part)> Places(JsonElement statement)
    {
        var beside = Parts(statement);
        if (!statement.TryGetProperty("products", out var products) || products.ValueKind != JsonValueKind.Array || products.GetArrayLength() == 0)
            return beside.Select(part => ((string?)null, part));
        return products.EnumerateArray().SelectMany(product => (HasParts(product) ? Parts(product) : beside).Select(part => (Digest: ProductDigest(product), Part: part)))
            .Where(place => place.Digest is not null).Distinct();
    }

    private static bool HasParts(JsonElement of) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty("subcomponents", out var parts) && !(parts.ValueKind == JsonValueKind.Array && parts.GetArrayLength() == 0);

    private static IEnumerable<string?> Parts(JsonElement of)
    {
        if (!HasParts(of))
            return [null];
        var parts = of.GetProperty("subcomponents");
        return parts.ValueKind == JsonValueKind.Array ? parts.EnumerateArray().Select(PartUrl).OfType<string>().Distinct(StringComparer.Ordinal) : [];
    }

    private static string? PartUrl(JsonElement part)
    {
        string?[] named = part.ValueKind == JsonValueKind.String
            ? [part.GetString()]
            : [Text(part, "@id"), part.ValueKind == JsonValueKind.Object && part.TryGetProperty("identifiers", out var identifiers) ? Text(identifiers, "purl") : null];
        return named.FirstOrDefault(url => url is { Length: <= MaxText } && PackageName.OfUrl(url) is not null);
    }

    private static string? ProductDigest(JsonElement product)
    {
        if (product.ValueKind == JsonValueKind.String)
            return DigestOf(product.GetString());
        return DigestOf(Text(product, "@id"))
            ?? (product.ValueKind == JsonValueKind.Object && product.TryGetProperty("identifiers", out var identifiers) ? DigestOf(Text(identifiers, "purl")) : null)
            ?? (product.ValueKind == JsonValueKind.Object && product.TryGetProperty("hashes", out var hashes) && Text(hashes, "sha-256") is { } hash ? DigestOf(Algorithm + hash) : null);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Cut(value.GetString()!) : null;

    private static DateTimeOffset? Time(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) ? time : null;

    private static string Cut(string text) => text.Length > MaxText ? text[..MaxText] : text;
}
