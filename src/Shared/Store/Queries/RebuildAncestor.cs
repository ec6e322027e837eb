namespace Posture.Store.Queries;

/// <summary>A row of <c>image_ancestors</c> as it is counted.</summary>
/// <param name="Repository">Host and path.</param>
/// <param name="Line">Line of versions; empty where no tag is known.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Created">When it was built.</param>
/// <param name="Current">What the line has now; null when nobody looked.</param>
/// <param name="CurrentTag">Tag of that.</param>
/// <param name="CurrentSince">Since when.</param>
/// <param name="IsRebuilt">Whether a newer image of the line that stands on it stands on what is current.</param>
/// <param name="IsText">Whether it has the text that is filtered by, or nothing is.</param>
internal sealed record RebuildAncestor(
    string Repository, string Line, string Owner, string? Tag, string Digest, DateTimeOffset? Created, string? Current, string? CurrentTag, DateTimeOffset? CurrentSince, bool IsRebuilt, bool IsText);

/// <summary>An image that stands on what was replaced.</summary>
/// <param name="Image">Its identity.</param>
/// <param name="Stacks">Those of it that have what was replaced, and whether that has the text that is filtered by, or nothing is.</param>
/// <param name="State">Whether it was rebuilt.</param>
/// <param name="Workloads">Workloads that run it.</param>
internal sealed record BehindImage(Guid Image, IReadOnlyCollection<(Guid Stack, bool IsText)> Stacks, RebuildState State, int Workloads);
