namespace Posture.Dashboard.Tokens;

/// <summary>How a change of tokens or applications went.</summary>
/// <param name="Outcome">Done, or why not.</param>
/// <param name="Secret">What was made, to be shown once.</param>
/// <param name="Id">Id of what was made.</param>
internal sealed record ApiAnswer(ApiOutcome Outcome, string? Secret = null, string? Id = null);

/// <summary>How a change went. Only <see cref="Done"/> has changed anything.</summary>
internal enum ApiOutcome
{
    Done,

    /// <summary>The session began too long ago: sign in again.</summary>
    NotFresh,

    /// <summary>More than the person may give.</summary>
    NotAllowed,

    /// <summary>Something is missing, or does not go together.</summary>
    NotComplete,

    /// <summary>Not a public key in the form of a JSON Web Key.</summary>
    NotAKey,

    /// <summary>As many as one may have.</summary>
    TooMany,

    /// <summary>There is none (any more).</summary>
    Gone,
}
