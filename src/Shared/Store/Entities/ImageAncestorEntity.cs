namespace Posture.Store.Entities;

/// <summary>Table <c>image_ancestors</c>: what a digest is built on, as the facts of its cluster say.</summary>
internal sealed class ImageAncestorEntity
{
    public Guid ClusterId { get; set; }

    /// <summary>As in <see cref="ImageUseEntity.Image"/>.</summary>
    public Guid Image { get; set; }

    /// <summary>From 0, the core.</summary>
    public int Position { get; set; }

    /// <summary>The ancestor, as in <see cref="ImageUseEntity.Image"/>.</summary>
    public Guid Ancestor { get; set; }
    public required string Repository { get; set; }

    /// <summary>Line of versions; empty where no tag is known.</summary>
    public required string Line { get; set; }
    public string? Tag { get; set; }
    public required string Digest { get; set; }

    /// <summary>How many layers are its; null when it is declared and no more is known.</summary>
    public int? Layers { get; set; }
    public bool IsDeclared { get; set; }
    public required string Owner { get; set; }
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Digest that the line has now; null when nobody looked.</summary>
    public string? Current { get; set; }
    public string? CurrentTag { get; set; }
    public DateTimeOffset? CurrentSince { get; set; }

    /// <summary>Whether a newer image of the digest's own line stands on <see cref="Current"/>.</summary>
    public bool? IsRebuilt { get; set; }
}
