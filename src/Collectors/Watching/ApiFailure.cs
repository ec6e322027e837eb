using Posture.Model.Coverage;

namespace Posture.Collectors.Watching;

/// <summary>Why a request gave nothing.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="State">What it means for the kind.</param>
/// <param name="Reason">Plain cause and what to do; never text of the server, which could echo a credential.</param>
internal sealed record ApiFailure(string Code, CoverageState State, string Reason)
{
    /// <summary>History is gone (410): list again. Never shown.</summary>
    public static readonly ApiFailure Gone = new("gone_410", CoverageState.Failed, "the server forgot the version that was asked for");

    /// <summary>A watch told something that cannot be read: the event counts as lost. Never shown.</summary>
    public static readonly ApiFailure Malformed = new("malformed_event", CoverageState.Failed, "the watch sent an event that cannot be read");

    /// <summary>Concerns every request to the cluster, not one kind.</summary>
    public bool WholeCluster { get; init; }

    /// <summary>How long the server, or an earlier failure, asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Refused here, without asking: an earlier failure still holds the cluster.</summary>
    public bool Held { get; init; }

    public static ApiFailure TooLarge(string what) =>
        new("too_large", CoverageState.TooLarge, $"{what}: the answer is over the size limit and was not read to its end");
}

/// <summary>Carries an <see cref="ApiFailure"/> to the loop that waits and tries again.</summary>
internal sealed class ApiException(ApiFailure failure, Exception? cause = null) : Exception(failure.Reason, cause)
{
    public ApiFailure Failure { get; } = failure;
}
