using System.Buffers;
using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>Tells images that build images, by their repository: a heuristic on names.</summary>
internal static class ImageBuilders
{
    /// <summary>Found as a word of a path segment: <c>kaniko-project</c>, <c>moby/buildkit</c>.</summary>
    private static readonly string[] Words = ["dind", "kaniko", "buildkit", "buildah", "jenkins"];

    /// <summary>Found as a whole path segment only: their names are part of many others.</summary>
    private static readonly string[] Segments = ["docker", "img"];

    private static readonly string[] Runners = ["gitlab-runner", "actions-runner"];

    private static readonly SearchValues<char> Separators = SearchValues.Create("-_.");

    public static bool IsBuilder(ImageReference image)
    {
        foreach (var range in image.Path.AsSpan().Split('/'))
        {
            var segment = image.Path.AsSpan(range);
            if (Has(Segments, segment) || segment.Contains(Runners[0], StringComparison.Ordinal) || segment.Contains(Runners[1], StringComparison.Ordinal))
                return true;
            foreach (var word in segment.SplitAny(Separators))
                if (Has(Words, segment[word]))
                    return true;
        }
        return false;
    }

    private static bool Has(string[] names, ReadOnlySpan<char> text)
    {
        foreach (var name in names)
            if (text.SequenceEqual(name))
                return true;
        return false;
    }
}
