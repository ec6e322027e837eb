using Posture.Analysis.Access;

namespace Posture.Analysis.Identities;

/// <summary>What may this subject do, and may it do that?</summary>
public sealed record SubjectQuestion
{
    /// <summary>Most rules of one answer.</summary>
    public const int MaxRules = 300;

    /// <summary>Most bindings that a rule names as its sources.</summary>
    public const int MaxSources = 20;

    /// <summary>User, Group or ServiceAccount.</summary>
    public required string Kind { get; init; }

    /// <summary>Namespace of a service account; else empty.</summary>
    public string Namespace { get; init; } = "";

    public required string Name { get; init; }

    /// <summary>Namespaces that the asker may know of; null for all.</summary>
    public IReadOnlyList<string>? Within { get; init; }

    /// <summary>A right to decide on; null for none.</summary>
    public RightAsked? Can { get; init; }
}

/// <summary>A right in the words of RBAC.</summary>
/// <param name="Verb">For example get.</param>
/// <param name="Resource">For example <c>deployments.apps/scale</c>, or a URL that begins with a slash.</param>
/// <param name="Namespace">Where; empty for the whole cluster.</param>
/// <param name="Name">Name of one object; empty for any.</param>
public sealed record RightAsked(string Verb, string Resource, string Namespace, string Name);

/// <summary>One subject: what it holds itself and through the groups that every request of it carries.</summary>
/// <param name="Row">In short; null when no binding names it, or none that the asker may be told.</param>
/// <param name="Exists">False for a service account that the cluster does not hold; null for what Kubernetes keeps no list of.</param>
/// <param name="Rules">Effective rules, those of the whole cluster first, then by namespace; at most <see cref="SubjectQuestion.MaxRules"/>.</param>
/// <param name="TotalRules">All of them.</param>
/// <param name="Can">Whether it may do what was asked; null when nothing was.</param>
/// <param name="Gaps">What is missing.</param>
public sealed record SubjectAnswer(
    SubjectRow? Row, bool? Exists, IReadOnlyList<HeldRule> Rules, int TotalRules, RightDecision? Can, AccessGaps Gaps);

/// <summary>Rights that hold in one place.</summary>
/// <param name="Namespace">Where; null for the whole cluster.</param>
/// <param name="Verbs">What may be done.</param>
/// <param name="Resources">With what: <c>deployments.apps</c>, <c>*</c>, or URLs.</param>
/// <param name="Names">Only objects of these names; empty for all.</param>
/// <param name="HidesNames">The rule is limited to objects whose names are not told.</param>
/// <param name="Sources">Bindings that give it, at most <see cref="SubjectQuestion.MaxSources"/>.</param>
/// <param name="MoreSources">Further ones.</param>
public sealed record HeldRule(
    string? Namespace, IReadOnlyList<string> Verbs, IReadOnlyList<string> Resources, IReadOnlyList<string> Names, bool HidesNames,
    IReadOnlyList<HeldBy> Sources, int MoreSources);

/// <summary>A binding that gives a right.</summary>
/// <param name="Grant">Binding and role.</param>
/// <param name="Group">The implied group that the binding names; null where it names the subject itself.</param>
public sealed record HeldBy(GrantAnswer Grant, string? Group);

/// <summary>Whether a subject may do what was asked.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="By">What lets it.</param>
public sealed record RightDecision(RightOutcome Outcome, HeldBy? By);

/// <summary>Answers to "may it?".</summary>
public enum RightOutcome
{
    /// <summary>No binding lets it, and everything was read.</summary>
    Denied,
    /// <summary>A binding lets it.</summary>
    Allowed,
    /// <summary>It is in system:masters, which may do everything.</summary>
    Master,
    /// <summary>Nothing that was read lets it, but not everything could be read.</summary>
    Unknown,
    /// <summary>The right lies outside of what the asker may know of.</summary>
    Outside,
}
