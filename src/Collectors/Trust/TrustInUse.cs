using Posture.Analysis.Provenance;

namespace Posture.Collectors.Trust;

/// <summary>The trusted root that images are judged by, and how good it is.</summary>
/// <param name="Source">Where it is from.</param>
/// <param name="Root">The root; null while the mirror of the settings has given none: what would need it is then not checked.</param>
/// <param name="Since">From when it is: the public one's day, the file's time, or when the mirror first gave it.</param>
/// <param name="ConfirmedAt">When the mirror last vouched for it; null of others.</param>
/// <param name="Failure">Why it could not be renewed; null when nothing failed.</param>
public sealed record TrustInUse(TrustSource Source, TrustedRoot? Root, DateTimeOffset? Since, DateTimeOffset? ConfirmedAt = null, TrustFailure? Failure = null)
{
    /// <summary>Word of warning for a root of this version that is older than <see cref="Aged"/>.</summary>
    public const string Old = "trust_root.old";

    /// <summary>Logs and authorities are replaced about once a year; after half of that a fixed root begins to miss some.</summary>
    public static readonly TimeSpan Aged = TimeSpan.FromDays(180);

    /// <summary>The public instance's root of this version.</summary>
    public static TrustInUse Public { get; } = new(TrustSource.Public, TrustedRoot.PublicGood, TrustedRoot.PublicGoodAt);

    /// <summary>Tells it from others, so that what was judged by another is judged anew; empty for the public instance's.</summary>
    public string Mark => Source == TrustSource.Public ? "" : $"{Source} {(Root is null ? "none" : Since?.UtcTicks)}";

    /// <summary><see cref="Old"/>, where that is so; null otherwise.</summary>
    public string? Warning(DateTimeOffset now) => Source == TrustSource.Public && now - Since > Aged ? Old : null;
}

/// <summary>Where a trusted root is from.</summary>
public enum TrustSource
{
    /// <summary>The public instance's, as this version has it.</summary>
    Public,

    /// <summary>A file of the settings.</summary>
    File,

    /// <summary>A TUF repository.</summary>
    Tuf,
}

/// <summary>Why a trusted root could not be renewed.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">What happened and what to do.</param>
/// <param name="Since">Since when it fails.</param>
public sealed record TrustFailure(string Code, string Message, DateTimeOffset Since);
