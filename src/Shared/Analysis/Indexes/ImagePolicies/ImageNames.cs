using System.Text.RegularExpressions;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>The spellings of an image reference that policy engines match their patterns against.</summary>
internal static class ImageNames
{
    /// <summary>Kyverno: host written out, with tag or digest; official images of Docker Hub with and without "library".</summary>
    public static bool MatchesText(IReadOnlyList<Regex> patterns, ImageReference image) => Matches(patterns, Spellings(image, "docker.io"));

    /// <summary>Sigstore: as Kyverno, but Docker Hub is index.docker.io.</summary>
    public static bool MatchesPath(IReadOnlyList<Regex> patterns, ImageReference image) => Matches(patterns, Spellings(image, "index.docker.io"));

    private static bool Matches(IReadOnlyList<Regex> patterns, IEnumerable<string> spellings)
    {
        if (patterns.Count == 0)
            return false;
        foreach (var spelling in spellings)
            foreach (var pattern in patterns)
                if (pattern.IsMatch(spelling))
                    return true;
        return false;
    }

    private static IEnumerable<string> Spellings(ImageReference image, string hub)
    {
        var path = image.Path;
        var host = image.Host == "docker.io" ? hub : image.Host;
        var tagged = $":{image.Tag ?? "latest"}";
        yield return $"{host}/{path}{tagged}";
        if (image.Digest is { } digest)
            yield return $"{host}/{path}@{digest}";
        if (image.Host == "docker.io" && path.StartsWith("library/", StringComparison.Ordinal))
            yield return $"{host}/{path["library/".Length..]}{tagged}";
        if (!image.HasHost)
            yield return $"{path}{(image.Tag is null ? "" : tagged)}";
    }
}
