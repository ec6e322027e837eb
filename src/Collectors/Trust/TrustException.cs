namespace Posture.Collectors.Trust;

/// <summary>A trusted root could not be had: a stable code, and a text that says what and what to do. Holds no text of the other side's.</summary>
public sealed class TrustException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Something that came cannot be read as what it should be.</summary>
    public const string Malformed = "tuf.malformed";

    /// <summary>Fewer keys than needed have signed it.</summary>
    public const string Signatures = "tuf.signatures";

    /// <summary>Older than what was seen before.</summary>
    public const string Rollback = "tuf.rollback";

    /// <summary>Not renewed in time: an attacker may keep newer ones back.</summary>
    public const string Expired = "tuf.expired";

    /// <summary>Not the file that was announced.</summary>
    public const string Mismatch = "tuf.mismatch";

    /// <summary>Not there.</summary>
    public const string Missing = "tuf.missing";

    /// <summary>More than there has to be.</summary>
    public const string TooLarge = "tuf.too_large";

    /// <summary>Nothing was refreshed yet.</summary>
    public const string Pending = "tuf.pending";

    /// <summary>Stable, for example <c>tuf.expired</c>.</summary>
    public string Code { get; } = code;
}
