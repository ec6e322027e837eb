using System.Buffers;
using System.Text.RegularExpressions;

namespace Posture.Analysis.Indexes;

/// <summary>
/// An image reference in the distribution grammar (rule R13): default host docker.io, default namespace library, default tag latest, digest sha256 with 64 hex digits.
/// </summary>
/// <param name="Host">Registry host with port, lower case; <c>docker.io</c> when the reference names none.</param>
/// <param name="Path">Repository without the host, <c>library/nginx</c> for <c>nginx</c>.</param>
/// <param name="Tag">Tag as written; null when absent.</param>
/// <param name="Digest"><c>sha256:…</c>; null when absent.</param>
/// <param name="HasHost">Whether the reference names its host itself.</param>
public readonly partial record struct ImageReference(string Host, string Path, string? Tag, string? Digest, bool HasHost)
{
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Host and path, the form that allow-lists are written in.</summary>
    public string Repository => $"{Host}/{Path}";

    /// <summary>Whether the digest is complete: sha256 with 64 or sha512 with 128 hex digits. Only then does the tag not matter.</summary>
    public bool IsPinned => Digest is not null && IsWhole(Digest);

    /// <summary>Whether a digest is complete.</summary>
    internal static bool IsWhole(ReadOnlySpan<char> digest) => IsHex(digest, "sha256:", 64) || IsHex(digest, "sha512:", 128);

    /// <summary>
    /// Whether it can be asked for as it is (distribution's reference grammar): a host that is one, a path of lower-case parts, a tag of at most 128 signs, a digest of SHA-256, and
    /// at most 255 signs of name. <see cref="Parse"/> is lenient, because what runs is to be shown whatever it is called.
    /// </summary>
    public bool IsWellFormed => Host.Length + Path.Length < 255 && HostForm().IsMatch(Host) && PathForm().IsMatch(Path) && (Tag is null || TagForm().IsMatch(Tag))
        && (Digest is null || IsHex(Digest, "sha256:", 64));

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
        var hasHost = first > 0 && IsHost(rest.AsSpan(0, first));
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
        var rest = prefix.AsSpan();
        if (!rest.StartsWith(Host, StringComparison.Ordinal))
            return false;
        rest = rest[Host.Length..];
        if (rest.IsEmpty)
            return true;
        if (rest[0] != '/')
            return false;
        rest = rest[1..].TrimEnd('/');
        return Path.AsSpan().StartsWith(rest, StringComparison.Ordinal) && (rest.IsEmpty || Path.Length == rest.Length || Path[rest.Length] == '/');
    }

    /// <summary>The repository with another beginning in the place of one that covers it.</summary>
    internal string Under(string prefix, string other) => other.TrimEnd('/') + Repository[prefix.TrimEnd('/').Length..];

    /// <summary>Whether any of the prefixes covers the repository.</summary>
    public bool IsUnderAny(IReadOnlyList<string> prefixes)
    {
        for (var i = 0; i < prefixes.Count; i++)
            if (IsUnder(prefixes[i]))
                return true;
        return false;
    }

    /// <summary>A first segment is a host when it has a dot or port, is localhost, or has a capital letter, which no path may.</summary>
    private static bool IsHost(ReadOnlySpan<char> segment) =>
        segment.ContainsAny('.', ':') || segment.SequenceEqual("localhost") || segment.ContainsAnyInRange('A', 'Z');

    private static bool IsHex(ReadOnlySpan<char> digest, string algorithm, int digits) =>
        digest.Length == algorithm.Length + digits && digest.StartsWith(algorithm, StringComparison.Ordinal)
        && !digest[algorithm.Length..].ContainsAnyExcept(LowerHex);

    [GeneratedRegex(@"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*|\[[0-9a-f:]+\])(:[0-9]{1,5})?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HostForm();

    [GeneratedRegex(@"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PathForm();

    [GeneratedRegex(@"^[A-Za-z0-9_][-A-Za-z0-9_.]{0,127}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TagForm();
}
