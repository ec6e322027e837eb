using System.Text.Json.Serialization;
using Posture.Model.Scoring;
using Posture.Model.Verdicts;

namespace Posture.Collectors.Cli.Output;

/// <summary>The document of <c>scan -o json</c>, schema <c>posture.scan/v1</c> (design.md §8). Fields are only ever added. Findings are made as they are written.</summary>
internal sealed record ScanDocument(
    string Schema,
    string Cluster,
    string Catalogue,
    CoverageDocument Coverage,
    ScoresDocument Scores,
    IEnumerable<FindingDocument> Findings)
{
    public const string SchemaName = "posture.scan/v1";

    public static ScanDocument Of(ScanResult result) => new(
        SchemaName,
        result.Cluster,
        result.Catalogue,
        new(
            result.Scores[0].Coverage is { } percent ? Math.Round(percent, 2) : null,
            result.Objects,
            [.. result.Kinds.Select(kind => new KindDocument(kind.Group, kind.Kind, kind.State.ToString(), kind.Count, kind.Reason))],
            result.UnknownKinds,
            [.. result.Errors.Select(error => new ErrorDocument(error.Code, error.Place, error.Message))]),
        ScoresDocument.Of(result.Scores),
        result.Findings.Select(FindingDocument.Of));
}

/// <summary>What could be read.</summary>
internal sealed record CoverageDocument(
    double? Percent, int Objects, IReadOnlyList<KindDocument> Kinds, IReadOnlyDictionary<string, int> UnknownKinds, IReadOnlyList<ErrorDocument> Errors);

/// <summary>Coverage of one kind.</summary>
internal sealed record KindDocument(string Group, string Kind, string State, int Count, string? Reason);

/// <summary>Something that could not be read.</summary>
internal sealed record ErrorDocument(string Code, string Place, string Message);

/// <summary>Score of the cluster and of each layer.</summary>
internal sealed record ScoresDocument(ScoreDocument Cluster, IReadOnlyDictionary<string, ScoreDocument> Layers)
{
    public static ScoresDocument Of(IReadOnlyList<Score> scores) => new(
        ScoreDocument.Of(scores[0]),
        Enumerable.Range(1, 10).ToDictionary(layer => $"L{layer}", layer => ScoreDocument.Of(scores[layer]), StringComparer.Ordinal));
}

/// <summary>One score; null where nothing was assessed.</summary>
internal sealed record ScoreDocument(
    double? Score, string? Band, double? WithoutExceptions, double? Coverage, double? Low, double? High, int Passed, int Failed, int Excepted, int NotAssessed)
{
    public static ScoreDocument Of(Score score) => new(
        Round(score.Value),
        score.Value is { } value ? ScoreBands.Letter(value).ToString() : null,
        Round(score.WithoutExceptions), Round(score.Coverage), Round(score.Low), Round(score.High),
        score.Passed, score.Failed, score.Excepted, score.Unassessed);

    private static double? Round(double? value) => value is { } exact ? Math.Round(exact, 2) : null;
}

/// <summary>One finding; path, observed and expected are those of its first evidence.</summary>
internal sealed record FindingDocument(
    string Fingerprint, string Control, string Layer, string Severity, string Verdict, ObjectDocument Object,
    string? Path, string? Observed, string? Expected, string Message, bool System,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Evidence>? Evidence)
{
    public static FindingDocument Of(Finding finding)
    {
        var first = finding.Evidence.Count > 0 ? finding.Evidence[0] : null;
        return new(
            finding.Fingerprint, finding.Control, $"L{(int)finding.Layer}", finding.Severity.ToString().ToLowerInvariant(), Words.Of(finding.Verdict),
            new(finding.Object.ApiVersion, finding.Object.Kind, finding.Object.Namespace, finding.Object.Name),
            first?.Path, first?.Observed, first?.Expected, finding.Message.Length > 0 ? finding.Message : first?.Message ?? "",
            finding.System, finding.Evidence.Count > 1 ? finding.Evidence : null);
    }
}

/// <summary>Names an object.</summary>
internal sealed record ObjectDocument(string ApiVersion, string Kind, string Namespace, string Name);
