namespace Posture.Analysis.Access;

/// <summary>Which ways lead from whom to what?</summary>
public sealed record AccessPathsQuestion
{
    /// <summary>Paths longer than this are never told.</summary>
    public const int HopLimit = 16;

    /// <summary>More paths than this are never told.</summary>
    public const int PathLimit = 1000;

    /// <summary>Where paths begin; null for every subject that is not the platform itself (rule R15).</summary>
    public AccessEnd? From { get; init; }

    /// <summary>Further groups of <see cref="From"/>, which no binding can tell.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Where paths lead; null for the whole cluster.</summary>
    public AccessEnd? To { get; init; }

    /// <summary>Longest path, in steps.</summary>
    public int MaxHops { get; init; } = 8;

    /// <summary>Most paths.</summary>
    public int MaxPaths { get; init; } = 200;

    /// <summary>Namespaces that the asker may know of; null for all. Steps beyond them are told as one step without names.</summary>
    public IReadOnlyList<string>? Within { get; init; }
}

/// <summary>The shortest path of each subject that has one: certain ones first, then by length, kind and name.</summary>
/// <param name="Paths">At most as many as asked for. Whom only an implied group lets is not repeated: the group itself is there.</param>
/// <param name="Subjects">Subjects looked at.</param>
/// <param name="Found">Subjects with a path, those included that are not in <paramref name="Paths"/> because of a limit.</param>
/// <param name="Truncated">A limit on paths, steps or work has cut the answer.</param>
/// <param name="Unseen">What could not be seen. Where there is any, no path means "unknown", never "none".</param>
/// <param name="OutOfScope">The question names a subject that the asker may not know of; nothing was looked at.</param>
public sealed record AccessPathsAnswer(
    IReadOnlyList<AccessPath> Paths, int Subjects, int Found, bool Truncated, IReadOnlyList<AccessUnseen> Unseen, bool OutOfScope);

/// <summary>Something that paths may go through and that could not be seen.</summary>
/// <param name="What">A kind or an object.</param>
/// <param name="Reason">Why, and what it means for the answer.</param>
public sealed record AccessUnseen(string What, string Reason);
