namespace Posture.Model.Inventory;

/// <summary>What scanners found in an image, by package. Bounded: what is cut makes it not whole.</summary>
public sealed record ImageScan
{
    /// <summary>Most packages: an image with more is told in part.</summary>
    public const int MaxLibraries = 200;

    /// <summary>Most vulnerabilities over all packages.</summary>
    public const int MaxIds = 2_000;

    /// <summary>Most exclusions kept with their reason over all packages.</summary>
    public const int MaxOut = 200;

    /// <summary>The image.</summary>
    public string Digest { get; set => field = value ?? ""; } = "";

    /// <summary>When the newest report was made; null when none says it.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>Whether all that was found is here, each with its package: what is not named here, the scanner did not find.</summary>
    public bool IsWhole { get; set; }

    /// <summary>The newest image of its own line of versions; null when nobody knows.</summary>
    public ImageNewest? Newest { get; set; }

    /// <summary>Packages with a vulnerability, those with a fix first, the worst of them first.</summary>
    public IReadOnlyList<ScannedLibrary> Libraries { get; set => field = value ?? []; } = [];
}

/// <summary>A version of a package in an image, with the vulnerabilities that one version fixes.</summary>
public sealed record ScannedLibrary
{
    /// <summary>As in <see cref="VulnerableLibrary.Type"/>.</summary>
    public string Type { get; set => field = value ?? ""; } = "";
    public string Name { get; set => field = value ?? ""; } = "";

    /// <summary>As in <see cref="VulnerableLibrary.Installed"/>.</summary>
    public string Installed { get; set => field = value ?? ""; } = "";

    /// <summary>As in <see cref="VulnerableLibrary.Fixed"/>.</summary>
    public string? Fixed { get; set; }

    /// <summary>CRITICAL, HIGH, MEDIUM, LOW or UNKNOWN: the worst of <see cref="Ids"/>; of <see cref="Out"/> when there is none.</summary>
    public string Severity { get; set => field = value ?? ""; } = "UNKNOWN";

    /// <summary>Vulnerabilities that count, the worst first.</summary>
    public IReadOnlyList<string> Ids { get; set => field = value ?? []; } = [];

    /// <summary>Vulnerabilities that do not count, with who says so.</summary>
    public IReadOnlyList<VexStatement> Out { get; set => field = value ?? []; } = [];
}
