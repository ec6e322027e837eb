namespace Posture.Store.Entities;

/// <summary>
/// Table <c>image_scans</c>: what the scanners of a cluster found in a digest, the newest only. Three lists, a package a place, are what pages count over all images; the document is read
/// of the images alone that a page shows.
/// </summary>
internal sealed class ImageScanEntity
{
    public Guid ClusterId { get; set; }

    /// <summary>As in <see cref="ImageUseEntity.Image"/>.</summary>
    public Guid Image { get; set; }

    /// <summary>Hash of <see cref="Doc"/>.</summary>
    public Guid Hash { get; set; }

    /// <summary>Which cluster to believe of several: the one with the newest report. Milliseconds; 0 where the report does not say it.</summary>
    public long Rank { get; set; }
    public required string Digest { get; set; }

    /// <summary>Whether what is not named here was not found.</summary>
    public bool IsWhole { get; set; }

    /// <summary>The newest image of its line, as in <see cref="ImageUseEntity.Image"/>; null when nobody knows.</summary>
    public Guid? Newest { get; set; }

    /// <summary>Identities of packages with a vulnerability, each with what is to be said of it in the last bits (<c>LibraryCode</c>).</summary>
    public required long[] Libraries { get; set; }

    /// <summary>Their names as a search compares them.</summary>
    public required string[] Names { get; set; }

    /// <summary>Identity of the vulnerabilities of each that count and have a fix; 0 where there is none.</summary>
    public required long[] Marks { get; set; }

    /// <summary>JSON of <c>ImageScan</c>.</summary>
    public required string Doc { get; set; }
}
