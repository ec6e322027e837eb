namespace Posture.Store.Queries;

/// <summary>A tag that does not move by convention and was seen under more than one digest.</summary>
/// <param name="Host">Registry.</param>
/// <param name="Repository">Host and path.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Seen">Under how many digests.</param>
/// <param name="Digests">Those, the newest first; at most <see cref="TagMoveQuery.MaxDigests"/>.</param>
public sealed record TagMove(string Host, string Repository, string Tag, int Seen, IReadOnlyList<TagDigest> Digests)
{
    /// <summary>Shape of a digest that names an index of platforms.</summary>
    internal const string Index = "index";

    /// <summary>
    /// Whether it moved: two of the digests cannot be of one image. Else nobody knows, because a runtime may tell the digest of the index or that of its own platform's manifest, and only
    /// the registry could say which manifests an index lists.
    /// </summary>
    public bool IsCertain => Digests.Any(one => Digests.Any(other => Differ(one, other)));

    /// <summary>Whether all digests are of one image: an index and manifests that it lists.</summary>
    internal bool IsOneImage => Seen == Digests.Count && Digests.Any(one => Digests.All(other => other == one || one.Manifests?.Contains(other.Digest, StringComparer.Ordinal) == true));

    /// <summary>
    /// An index whose list does not have the other digest; two indexes; or two images for one platform, of those that have no further variants, of which an index lists one
    /// (linux/arm and Windows have them).
    /// </summary>
    private static bool Differ(TagDigest one, TagDigest other) => one.Digest != other.Digest
        && ((one.Manifests is { Count: > 0 } listed && !listed.Contains(other.Digest, StringComparer.Ordinal))
            || (one.Shape == Index && other.Shape == Index)
            || (one.Shape == other.Shape && one.Shape is { } platform && platform.StartsWith("linux/", StringComparison.Ordinal) && platform != "linux/arm"));
}

/// <summary>A digest that a tag was seen under.</summary>
/// <param name="Digest"><c>sha256:…</c></param>
/// <param name="FirstSeen">Since when.</param>
/// <param name="LastSeen">Until when; null while it is.</param>
/// <param name="Clusters">Where, by name.</param>
/// <param name="Workloads">How many workloads ran it.</param>
public sealed record TagDigest(string Digest, DateTimeOffset FirstSeen, DateTimeOffset? LastSeen, IReadOnlyList<string> Clusters, int Workloads)
{
    /// <summary><see cref="TagMove.Index"/>, or the platform of a single image; null when nobody looked.</summary>
    internal string? Shape { get; init; }

    /// <summary>Manifests of platforms that it lists; null while nobody knows.</summary>
    internal IReadOnlyList<string>? Manifests { get; init; }
}

/// <summary>Tags that were seen under more than one digest.</summary>
/// <param name="Moves">The last that changed first, at most <see cref="TagMoveQuery.MaxTags"/>; without those of which one image is known to have all the digests.</param>
/// <param name="IsCut">Whether there are more.</param>
public sealed record TagMoves(IReadOnlyList<TagMove> Moves, bool IsCut);
