namespace Posture.Store.Queries;

/// <summary>Filter of what is built on which bases; an empty collection does not limit.</summary>
public sealed record RebuildFilter
{
    /// <summary>Cluster names.</summary>
    public IReadOnlyCollection<string> Clusters { get; init; } = [];

    /// <summary>Who answers for the base.</summary>
    public IReadOnlyCollection<string> Owners { get; init; } = [];

    /// <summary>Text that the base, or an image built on it, has in its name, tag or digest; at most 200 characters count.</summary>
    public string? Text { get; init; }
}

/// <summary>How an image stands to the line of its base.</summary>
public enum RebuildState
{
    /// <summary>Nobody knows what the line has now.</summary>
    Unknown,

    /// <summary>It stands on what the line has now.</summary>
    Current,

    /// <summary>It stands on what was replaced, and no rebuild of it is known.</summary>
    Outdated,

    /// <summary>It stands on what was replaced, and a newer image of its own line does not: that one is to be rolled out.</summary>
    Rebuilt,
}
