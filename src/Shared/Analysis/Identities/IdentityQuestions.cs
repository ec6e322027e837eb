using System.Text.Json.Serialization;
using Posture.Analysis.Questions;

namespace Posture.Analysis.Identities;

/// <summary>Live questions about the subjects of a cluster.</summary>
public static class IdentityQuestions
{
    /// <summary>Which subjects are there, and what do they hold?</summary>
    public static LiveQuestion<RosterQuestion, RosterAnswer> Roster { get; } =
        new("identities.roster", IdentityJson.Default.RosterQuestion, IdentityJson.Default.RosterAnswer, SubjectRoster.Answer);

    /// <summary>What may one subject do?</summary>
    public static LiveQuestion<SubjectQuestion, SubjectAnswer> Subject { get; } =
        new("identities.subject", IdentityJson.Default.SubjectQuestion, IdentityJson.Default.SubjectAnswer, SubjectSheet.Answer);
}

/// <summary>Which subjects?</summary>
public sealed record RosterQuestion
{
    /// <summary>Most rows of one answer.</summary>
    public const int MaxTake = 200;

    /// <summary>Most names that an answer suggests for a further question.</summary>
    public const int MaxSuggestions = 400;

    /// <summary>Namespaces that the asker may know of; null for all.</summary>
    public IReadOnlyList<string>? Within { get; init; }

    /// <summary>Only what holds in this namespace; null for everywhere.</summary>
    public string? Namespace { get; init; }

    /// <summary>Part of the name.</summary>
    public string? Text { get; init; }

    /// <summary>Only this sort.</summary>
    public IdentityKind? Kind { get; init; }

    /// <summary>Only those with a reason to look at them.</summary>
    public bool Risky { get; init; }

    /// <summary>Those of the platform too.</summary>
    public bool Platform { get; init; }

    public int Skip { get; init; }

    public int Take { get; init; } = 50;
}

/// <summary>Subjects: the gravest first, those of the platform last.</summary>
public sealed record RosterAnswer
{
    public required IReadOnlyList<SubjectRow> Rows { get; init; }

    /// <summary>Subjects that match.</summary>
    public required int Total { get; init; }

    /// <summary>Subjects without text, kind and risk asked for.</summary>
    public required int Unfiltered { get; init; }

    /// <summary>Subjects of the platform, listed or not.</summary>
    public required int Platform { get; init; }

    /// <summary>How many of each sort are among the unfiltered.</summary>
    public required IReadOnlyList<KindCount> Kinds { get; init; }

    /// <summary>Resources that rules name, to ask further about: <c>deployments.apps/scale</c>.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>Namespaces to ask further about.</summary>
    public required IReadOnlyList<string> Namespaces { get; init; }

    /// <summary>What is missing.</summary>
    public required AccessGaps Gaps { get; init; }
}

/// <summary>A sort of identity and how many there are.</summary>
public sealed record KindCount(IdentityKind Kind, int Count);

/// <summary>JSON of the live questions about subjects.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RosterQuestion))]
[JsonSerializable(typeof(RosterAnswer))]
[JsonSerializable(typeof(SubjectQuestion))]
[JsonSerializable(typeof(SubjectAnswer))]
internal sealed partial class IdentityJson : JsonSerializerContext;
