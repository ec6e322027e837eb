using Posture.Analysis.Access;

namespace Posture.Collectors.Cli.Output;

/// <summary><c>access paths -o json</c>. Fields are only ever added, and kinds of steps too.</summary>
internal sealed record AccessPathsDocument(
    IReadOnlyList<AccessPathDocument> Paths, int Subjects, int Found, bool Truncated, IReadOnlyList<AccessUnseen> Unseen)
{
    public static AccessPathsDocument Of(AccessPathsAnswer answer) =>
        new([.. answer.Paths.Select(AccessPathDocument.Of)], answer.Subjects, answer.Found, answer.Truncated, answer.Unseen);
}

/// <summary>One path, a line of <c>-o ndjson</c>.</summary>
internal sealed record AccessPathDocument(
    AccessEndDocument From, AccessEndDocument To, bool Certain, int OtherFirstSteps, IReadOnlyList<AccessStepDocument> Steps)
{
    public static AccessPathDocument Of(AccessPath path) => new(
        AccessEndDocument.Of(path.From), AccessEndDocument.Of(path.To), path.IsCertain, path.OtherFirstSteps, [.. path.Steps.Select(AccessStepDocument.Of)]);
}

/// <summary>One step; a null namespace of a rule means the whole cluster, <c>*</c> every namespace.</summary>
internal sealed record AccessStepDocument(
    AccessEndDocument From, AccessEndDocument To, string Kind, IReadOnlyList<AccessStepGrant> By, string? Namespace, string? Object, string? Assumption,
    string Message)
{
    public static AccessStepDocument Of(AccessStep step) => new(AccessEndDocument.Of(step.From), AccessEndDocument.Of(step.To),
        AccessEndDocument.Word($"{step.Kind}"), step.By, step.Namespace, step.Object, step.Assumption, step.In(chinese: false));
}

/// <summary>Who or what, with a text for people.</summary>
internal sealed record AccessEndDocument(string Kind, string? Namespace, string Name, string Text)
{
    public static AccessEndDocument Of(AccessEnd end) => new(Word($"{end.Kind}"), end.Namespace, end.Name, $"{end}");

    /// <summary><c>createPod</c> for <c>CreatePod</c>.</summary>
    public static string Word(string name) => $"{char.ToLowerInvariant(name[0])}{name[1..]}";
}
