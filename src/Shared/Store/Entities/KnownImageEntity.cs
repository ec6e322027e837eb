namespace Posture.Store.Entities;

/// <summary>Table <c>known_images</c>: what an image says of itself. Of no cluster: collectors alone read and write it.</summary>
internal sealed class KnownImageEntity
{
    public required string Repository { get; set; }
    public required string Digest { get; set; }

    /// <summary>The most exact tag that it has or had.</summary>
    public string? Tag { get; set; }
    public string? Platform { get; set; }

    /// <summary>Name of all its layers together; null when they cannot be compared.</summary>
    public string? Chain { get; set; }
    public int Layers { get; set; }
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>JSON of <c>ImageFactsData</c>, as text: it may hold what <c>jsonb</c> cannot.</summary>
    public required string Doc { get; set; }

    /// <summary>Which build's way of reading an image <see cref="Doc"/> is of, as in <c>KnownImages.Version</c>.</summary>
    public int Version { get; set; }

    /// <summary>When it was learnt, or named.</summary>
    public DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset UsedAt { get; set; }
}
