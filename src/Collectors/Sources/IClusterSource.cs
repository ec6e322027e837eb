using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.Collectors.Sources;

/// <summary>
/// Where one cluster's objects come from: a folder of manifests or an API server. A source first tells everything (ending with <see cref="SourceEvent.Synced"/>),
/// then what changes, until cancelled.
/// </summary>
internal interface IClusterSource
{
    /// <summary>What the source is, for people: a path, or context and server. Never a credential.</summary>
    string Description { get; }

    IAsyncEnumerable<SourceEvent> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>One thing a source tells.</summary>
internal abstract record SourceEvent
{
    /// <summary>An object came or changed.</summary>
    public sealed record Put(KubeObject Item) : SourceEvent;

    /// <summary>An object went.</summary>
    public sealed record Removed(KindRef Kind, string Namespace, string Name) : SourceEvent;

    /// <summary>A kind was listed whole: what is not in the list is gone.</summary>
    public sealed record Listed(KindRef Kind, IReadOnlyList<KubeObject> Items) : SourceEvent;

    /// <summary>How well a kind can be read changed.</summary>
    public sealed record Covered(KindCoverage Coverage) : SourceEvent;

    /// <summary>The version of the API server.</summary>
    public sealed record Version(string Text) : SourceEvent;

    /// <summary>Objects of a kind that the catalogue does not read came (above zero) or went.</summary>
    public sealed record Unknown(string Kind, int Step) : SourceEvent;

    /// <summary>Something could not be read; the rest goes on. <paramref name="File"/> names the file whose objects are missing; null when none are.</summary>
    public sealed record Problem(SourceError Error, string? File) : SourceEvent;

    /// <summary>What was told of this file's problems no longer holds.</summary>
    public sealed record Mended(string File) : SourceEvent;

    /// <summary>The source is well and nothing changed: what is held is current as of now. Told about every <see cref="FolderSource.Beat"/>.</summary>
    public sealed record Alive : SourceEvent;

    /// <summary>Told by no source: another cluster published something new.</summary>
    public sealed record FleetChanged : SourceEvent;

    /// <summary>Told by no source: what a registry says of a digest; null when the digest runs no longer.</summary>
    public sealed record ImageLooked(string Digest, ImageFacts? Facts) : SourceEvent;

    /// <summary>Everything that is there now has been told once.</summary>
    public sealed record Synced : SourceEvent;
}
