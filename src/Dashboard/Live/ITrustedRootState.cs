namespace Posture.Dashboard.Live;

/// <summary>Tells which trusted root signatures of images are traced back to in this process.</summary>
internal interface ITrustedRootState
{
    TrustedRootState Read();
}

/// <summary>A trusted root, and how good it is.</summary>
/// <param name="Source"><c>public</c>, <c>file</c> or <c>tuf</c>.</param>
/// <param name="Since">From when it is; null while there is none.</param>
/// <param name="ConfirmedAt">When its repository last vouched for it; null of others.</param>
/// <param name="IsOld">Whether it should be replaced for its age.</param>
/// <param name="FailureCode">Stable code of why it could not be renewed; null when nothing failed.</param>
/// <param name="FailingSince">Since when.</param>
public sealed record TrustedRootState(string Source, DateTimeOffset? Since, DateTimeOffset? ConfirmedAt, bool IsOld, string? FailureCode, DateTimeOffset? FailingSince);
