namespace Posture.Dashboard.Identity;

/// <summary>How a change of <see cref="People"/> went.</summary>
/// <param name="Outcome">Done, or why not.</param>
/// <param name="Code">Code of a link that was made, to be shown once.</param>
internal sealed record PeopleAnswer(PeopleOutcome Outcome, string? Code = null)
{
    public static readonly PeopleAnswer Done = new(PeopleOutcome.Done);
    public static readonly PeopleAnswer Nothing = new(PeopleOutcome.Nothing);
    public static readonly PeopleAnswer NotFresh = new(PeopleOutcome.NotFresh);
    public static readonly PeopleAnswer NotAllowed = new(PeopleOutcome.NotAllowed);
    public static readonly PeopleAnswer Gone = new(PeopleOutcome.Gone);
    public static readonly PeopleAnswer Taken = new(PeopleOutcome.Taken);
    public static readonly PeopleAnswer NotAnAddress = new(PeopleOutcome.NotAnAddress);
}

/// <summary>How a change went. Only <see cref="Done"/> has changed anything.</summary>
internal enum PeopleOutcome
{
    Done,

    /// <summary>It was so before.</summary>
    Nothing,

    /// <summary>The session began too long ago: sign in again.</summary>
    NotFresh,

    /// <summary>Not an administrator, or one no more.</summary>
    NotAllowed,

    /// <summary>There is no such account or link (any more), or it is the own.</summary>
    Gone,

    /// <summary>There is an account with this address.</summary>
    Taken,

    /// <summary>Not an e-mail address that can be a user name.</summary>
    NotAnAddress,
}
