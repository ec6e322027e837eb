using System.Globalization;
using System.Text;
using Posture.Dashboard.Components.Pages;
using Posture.Model.Names;
using Posture.Model.Scoring;
using Posture.Store.Queries;

namespace Posture.Dashboard.Reports;

/// <summary>
/// The report as a table: UTF-8 with byte-order mark, RFC 4180, English keys, UTC times, no time of making and no person, so that equal content is equal bytes.
/// Column <c>record</c> says what a row is. Cells that a spreadsheet would run (= + - @ tab, line break) begin with an apostrophe.
/// </summary>
internal static class ReportCsv
{
    private static readonly string[] Columns =
    [
        "record", "requirement", "control", "cluster", "namespace", "kind", "name", "severity", "status", "value", "coverage", "pass", "fail", "manual", "error",
        "not_assessed", "not_applicable", "exempt", "excepted", "system", "since", "path", "observed", "expected", "message", "assessment",
    ];

    public static byte[] Write(ReportModel model)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Columns).Append("\r\n");
        foreach (var row in Rows(model))
            text.AppendJoin(',', Columns.Select(column => Cell(row.GetValueOrDefault(column)))).Append("\r\n");
        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    internal static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        text = VisibleText.OfLines(text);
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠')
            text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static IEnumerable<Dictionary<string, string?>> Rows(ReportModel model)
    {
        yield return new() { ["record"] = "report", ["name"] = model.Request.Framework.Name, ["value"] = model.Request.Framework.Version };
        if (!model.ShowsNames)
            yield return new() { ["record"] = "scope", ["value"] = "numbers only: findings are not listed" };
        foreach (var ns in model.Request.Namespaces)
            yield return new() { ["record"] = "scope", ["namespace"] = ns };
        foreach (var line in model.Clusters)
            yield return new()
            {
                ["record"] = "snapshot",
                ["cluster"] = line.Cluster.Name,
                ["name"] = line.Cluster.Snapshot?.ToString(),
                ["value"] = line.Cluster.CatalogueVersion,
                ["since"] = Time(line.Cluster.SnapshotAt),
            };
        yield return Score("score", "", model.Score);
        foreach (var line in model.Clusters)
            yield return Counted(Score("cluster", line.Cluster.Name, line.Scores?.Scope ?? Model.Scoring.Score.None), line.Counts);
        foreach (var status in Enum.GetValues<ReportStatus>())
            yield return new() { ["record"] = "requirements", ["status"] = ReportRules.Word(status), ["value"] = Number(model.Of(status)) };
        yield return Counted(new() { ["record"] = "total" }, model.Counts);
        foreach (var result in model.Requirements)
            yield return Counted(
                new()
                {
                    ["record"] = "requirement",
                    ["requirement"] = result.Requirement.Id,
                    ["name"] = result.Requirement.Title.English,
                    ["status"] = ReportRules.Word(result.Status),
                    ["assessment"] = result.Requirement.Assessment.ToString().ToLowerInvariant(),
                },
                result.Counts);
        foreach (var result in model.Requirements)
            foreach (var control in result.Controls)
                yield return new() { ["record"] = "mapping", ["requirement"] = result.Requirement.Id, ["control"] = control.Control.Id };
        foreach (var control in model.Controls)
            yield return Counted(
                new()
                {
                    ["record"] = "control",
                    ["control"] = control.Control.Id,
                    ["name"] = control.Control.Title,
                    ["severity"] = Words.Of(control.Control.Severity),
                    ["status"] = control.HasResult ? "evaluated" : control.HasCheck ? "no-result" : "no-check",
                },
                control.Counts);
        foreach (var reason in model.Reasons)
            yield return new()
            {
                ["record"] = "reason",
                ["control"] = reason.Control,
                ["cluster"] = reason.Cluster,
                ["status"] = Words.Of(reason.Verdict),
                ["value"] = Number(reason.Count),
                ["message"] = reason.Message,
            };
        foreach (var row in model.Findings)
            yield return Finding(row);
    }

    private static Dictionary<string, string?> Finding(FindingRow row) => new()
    {
        ["record"] = "finding",
        ["control"] = row.Finding.Control,
        ["cluster"] = row.Finding.Cluster,
        ["namespace"] = row.Finding.ScopeNamespace,
        ["kind"] = row.Finding.Object.Kind,
        ["name"] = row.Finding.Object.Name,
        ["severity"] = Words.Of(row.Finding.Severity),
        ["status"] = Words.Of(row.Finding.Verdict),
        ["since"] = Time(row.Since),
        ["path"] = row.Finding.Evidence is [var first, ..] ? first.Path : null,
        ["observed"] = row.Finding.Evidence is [var seen, ..] ? seen.Observed : null,
        ["expected"] = row.Finding.Evidence is [var wanted, ..] ? wanted.Expected : null,
        ["message"] = row.Finding.Message,
    };

    private static Dictionary<string, string?> Score(string record, string cluster, Score score) => new()
    {
        ["record"] = record,
        ["cluster"] = cluster,
        ["value"] = score.Value?.ToString("0.00", CultureInfo.InvariantCulture),
        ["coverage"] = score.Coverage?.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static Dictionary<string, string?> Counted(Dictionary<string, string?> row, VerdictCounts counts)
    {
        (row["pass"], row["fail"], row["manual"], row["error"]) = (Number(counts.Pass), Number(counts.Fail), Number(counts.Manual), Number(counts.Error));
        (row["not_assessed"], row["not_applicable"]) = (Number(counts.NotAssessed), Number(counts.NotApplicable));
        (row["exempt"], row["excepted"], row["system"]) = (Number(counts.Exempt), Number(counts.Excepted), Number(counts.System));
        return row;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
