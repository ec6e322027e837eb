namespace Posture.Dashboard.Options;

/// <summary>
/// How much one person or address may ask for, section <c>Posture:Limits</c> (P-26). Generous for people, who share an address in an office; mean for a loop.
/// </summary>
internal sealed class LimitOptions
{
    public const string Section = "Posture:Limits";

    /// <summary><c>SignInsPerMinute</c>: attempts to sign in, by address.</summary>
    public int SignInsPerMinute { get; set; } = 60;

    /// <summary><c>AccountSignInsPerMinute</c>: attempts to sign in, by the name that is tried. An account has its own lock after wrong passwords besides.</summary>
    public int AccountSignInsPerMinute { get; set; } = 10;

    /// <summary><c>AnonymousPerMinute</c>: requests without a session cookie, by address.</summary>
    public int AnonymousPerMinute { get; set; } = 600;

    /// <summary><c>RequestsPerMinute</c>: requests with a session cookie, by address.</summary>
    public int RequestsPerMinute { get; set; } = 6000;

    /// <summary><c>ReportsPerMinute</c>: downloads of reports and exports, by person.</summary>
    public int ReportsPerMinute { get; set; } = 60;

    /// <summary><c>PagesPerMinute</c>: pages and searches that are loaded whole, by person.</summary>
    public int PagesPerMinute { get; set; } = 600;

    /// <summary><c>ApiPerMinute</c>: requests to the API, by token or application.</summary>
    public int ApiPerMinute { get; set; } = 600;

    /// <summary><c>CircuitsPerAccount</c>: pages that one person may have open at once.</summary>
    public int CircuitsPerAccount { get; set; } = 20;

    /// <summary><c>CircuitsPerAddress</c>: pages that may be open at once at one address.</summary>
    public int CircuitsPerAddress { get; set; } = 500;

    /// <summary><c>EventsPerSecond</c>: events that one open page may send, over ten seconds.</summary>
    public int EventsPerSecond { get; set; } = 100;

    /// <summary>What is wrong, with the key to change.</summary>
    public IEnumerable<string> Problems() =>
        from property in typeof(LimitOptions).GetProperties()
        where property.PropertyType == typeof(int) && (int)property.GetValue(this)! is < 1 or > 1_000_000
        select $"{Section}:{property.Name} must be a whole number between 1 and 1000000.";
}
