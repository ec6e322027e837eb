namespace Posture.Collectors.Pipeline;

/// <summary>State of a cluster's collection, for the collection page.</summary>
[GenerateSerializer]
[Alias("posture.diagnostics")]
public sealed record ClusterDiagnostics
{
    /// <summary>starting, reading, current, failing, or standby (another process owns the cluster).</summary>
    [Id(0)]
    public string State { get; init; } = "starting";

    /// <summary>Objects held.</summary>
    [Id(1)]
    public int Objects { get; init; }

    /// <summary>Kinds met that the catalogue does not read, with counts.</summary>
    [Id(2)]
    public IReadOnlyDictionary<string, int> UnknownKinds { get; init; } = new Dictionary<string, int>();

    /// <summary>What could not be read: code, place, message.</summary>
    [Id(3)]
    public IReadOnlyList<CollectionProblem> Problems { get; init; } = [];

    /// <summary>Why collection fails; null when it does not.</summary>
    [Id(4)]
    public string? Failure { get; init; }
}

/// <summary>Something a source could not read.</summary>
[GenerateSerializer]
[Alias("posture.problem")]
public sealed record CollectionProblem([property: Id(0)] string Code, [property: Id(1)] string Place, [property: Id(2)] string Message);
