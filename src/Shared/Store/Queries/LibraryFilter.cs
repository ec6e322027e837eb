namespace Posture.Store.Queries;

/// <summary>Filter of libraries with a fix; an empty collection does not limit.</summary>
public sealed record LibraryFilter
{
    /// <summary>Cluster names.</summary>
    public IReadOnlyCollection<string> Clusters { get; init; } = [];

    /// <summary>CRITICAL, HIGH, MEDIUM, LOW or UNKNOWN.</summary>
    public IReadOnlyCollection<string> Severities { get; init; } = [];

    /// <summary>Text that the library, or an image with it, has in its name, tag or digest, or the whole id of a vulnerability; at most 200 characters count.</summary>
    public string? Text { get; init; }
}

/// <summary>How an image that has a library with a known fix stands to it.</summary>
public enum LibraryState
{
    /// <summary>Whether a newer image of its own has the fix is not known: nobody scanned one, or nobody knows whether there is one.</summary>
    Unknown,

    /// <summary>The newest image of its own does not have the fix either.</summary>
    Outdated,

    /// <summary>A newer image of its repository was scanned and has the fix: that one is to be rolled out.</summary>
    Rebuilt,

    /// <summary>Somebody who may says that it does not matter here.</summary>
    Excluded,
}
