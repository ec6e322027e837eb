namespace Posture.Model.Coverage;

/// <summary>Whether a kind of a cluster could be read. Only <see cref="Read"/> and <see cref="NotServed"/> allow a verdict from absence.</summary>
public enum CoverageState
{
    /// <summary>Not tried yet.</summary>
    Pending = 0,
    /// <summary>Listed completely; fresh as of the time beside it.</summary>
    Read = 1,
    /// <summary>The API server does not serve this kind: there are none.</summary>
    NotServed = 2,
    /// <summary>403: the collector role lacks the right.</summary>
    Forbidden = 3,
    /// <summary>401: the credential was rejected.</summary>
    Unauthorized = 4,
    /// <summary>429: waiting for the time the server named.</summary>
    Throttled = 5,
    /// <summary>5xx, time-out, broken connection or malformed answer.</summary>
    Failed = 6,
    /// <summary>An answer over the size limits.</summary>
    TooLarge = 7,
    /// <summary>Left out on purpose (Secrets by default).</summary>
    NotRequested = 8,
}

/// <summary>Coverage of one kind.</summary>
/// <param name="Group">API group, empty for core.</param>
/// <param name="Kind">Kind, for example Pod.</param>
/// <param name="State">Whether it could be read.</param>
/// <param name="Reason">Plain cause and what to do; null when read.</param>
/// <param name="At">When the state was last confirmed.</param>
/// <param name="Count">Objects held.</param>
public sealed record KindCoverage(string Group, string Kind, CoverageState State, string? Reason, DateTimeOffset? At, int Count);
