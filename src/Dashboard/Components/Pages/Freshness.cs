namespace Posture.Dashboard.Components.Pages;

/// <summary>How old a cluster's data is (P-04): late is marked, too old is left out of the fleet's score and named.</summary>
public enum Freshness
{
    /// <summary>Confirmed lately.</summary>
    Current,
    /// <summary>Shown and scored, marked as old.</summary>
    Late,
    /// <summary>Shown, left out of the fleet's score.</summary>
    LeftOut,
    /// <summary>No snapshot yet.</summary>
    Never,
}

/// <summary>From the time of the last confirmation.</summary>
internal static class FreshnessRules
{
    /// <summary>A live source confirms its state about once a minute; three misses and some slack.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan LeftOutAfter = TimeSpan.FromHours(24);

    public static Freshness Of(DateTimeOffset? collectedAt, DateTimeOffset now) => collectedAt switch
    {
        null => Freshness.Never,
        { } at when now - at > LeftOutAfter => Freshness.LeftOut,
        { } at when now - at > LateAfter => Freshness.Late,
        _ => Freshness.Current,
    };
}
