namespace Posture.Analysis.Indexes;

/// <summary>
/// An image reference in the distribution grammar (rule R13): default host docker.io, default namespace library, default tag latest, digest sha256 with 64 hex digits.
/// </summary>
/// <param name="Host">Registry host with port, lower case; <c>docker.io</c> when the reference names none.</param>
/// <param name="Path">Repository without the host, <c>library/nginx</c> for <c>nginx</c>.</param>
/// <param name="Tag">Tag as written; null when absent.</param>
/// <param name="Digest"><c>sha256:…</c>; null when absent.</param>
/// <param name="HasHost">Whether the reference names its host itself.</param>
public readonly record struct ImageReference(string Host, string Path, string? Tag, string? Digest, bool HasHost)
{
    /// <summary>Host and path, the form that allow-lists are written in.</summary>
    public string Repository => $"{Host}/{Path}";

    /// <summary>Reads a reference; null when the text is empty or no reference.</summary>
    public static ImageReference? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.AsSpan().ContainsAny(' ', '\t', '\n'))
            return null;
        string? digest = null, tag = null;
        var rest = text;
        if (rest.IndexOf('@', StringComparison.Ordinal) is var at and >= 0)
            (digest, rest) = (rest[(at + 1)..], rest[..at]);
        var slash = rest.LastIndexOf('/');
        if (rest.LastIndexOf(':') is var colon && colon > slash)
            (tag, rest) = (rest[(colon + 1)..], rest[..colon]);
        var first = rest.IndexOf('/', StringComparison.Ordinal);
        var hasHost = first > 0 && (rest.AsSpan(0, first).ContainsAny('.', ':') || rest.AsSpan(0, first).SequenceEqual("localhost"));
        var host = hasHost ? rest[..first].ToLowerInvariant() : "docker.io";
        if (host == "index.docker.io")
            host = "docker.io";
        var path = hasHost ? rest[(first + 1)..] : rest;
        if (host == "docker.io" && !path.Contains('/', StringComparison.Ordinal))
            path = $"library/{path}";
        return path.Length == 0 ? null : new(host, path, tag, digest, hasHost);
    }

    /// <summary>Whether the repository equals a prefix or lies below it on a "/" boundary; a prefix without a path matches the host.</summary>
    public bool IsUnder(string prefix)
    {
        var repository = Repository;
        return repository.StartsWith(prefix, StringComparison.Ordinal)
            && (repository.Length == prefix.Length || prefix.EndsWith('/') || repository[prefix.Length] == '/');
    }
}
