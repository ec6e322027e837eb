namespace Posture.Collectors.Watching;

/// <summary>Limits of reading one cluster. The defaults are the product's; tests shrink sizes and fix the jitter.</summary>
internal sealed record WatchSettings
{
    public static readonly WatchSettings Default = new();

    /// <summary>Objects a page.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Pages of one list: half a million objects of one kind.</summary>
    public int MaxPages { get; init; } = 1000;

    /// <summary>Bytes of one object or watch event; the API server's own limit is 1.5 MiB an object.</summary>
    public int MaxEventBytes { get; init; } = 8 << 20;

    /// <summary>Bytes of one page or document, unpacked.</summary>
    public long MaxPageBytes { get; init; } = 64 << 20;

    /// <summary>From request to the last byte of a page, or to the headers of a watch.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A watch without a byte for this long is closed and opened again (F-04); bookmarks come about each minute.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Requests at once to one API server; open watches are not counted.</summary>
    public int Concurrency { get; init; } = 4;

    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Least time between tries after a rejected credential, so that no account is locked out.</summary>
    public TimeSpan RejectedDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest Retry-After that is believed.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often discovery, and lists that cannot be watched, are read again.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gathers changes of what is served before discovery is read again.</summary>
    public TimeSpan DiscoveryPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A number in [0, 1) that spreads all delays and watch lengths.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;
}
