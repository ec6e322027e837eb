using Posture.Model.Coverage;
using Posture.Model.Scoring;
using Posture.Model.Verdicts;
using Spectre.Console;

namespace Posture.Collectors.Cli.Output;

/// <summary><c>-o table</c>: scores by layer, then failing findings, worst first. Colours only where the output is a terminal.</summary>
internal sealed class TableScanWriter : IScanWriter
{
    /// <summary>Rows shown; the full list is one <c>-o json</c> away and the last line says so.</summary>
    private const int MaxRows = 100;

    public void Write(ScanResult result, TextWriter output)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 200;
        console.Write(Layers(result));
        WriteFailures(result, console);
        foreach (var kind in result.Kinds.Where(kind => kind.State is not (CoverageState.Read or CoverageState.NotServed)))
            console.MarkupLineInterpolated($"not assessed: {Words.Printable($"{kind.Kind} – {kind.Reason}")}");
    }

    private static Table Layers(ScanResult result)
    {
        var table = new Table().Border(TableBorder.Simple).Title(Shown($"{result.Cluster}: {Value(result.Scores[0])}, coverage {Percent(result.Scores[0].Coverage)}"));
        table.AddColumns("Layer", "Score", "Coverage", "Failing", "Passing", "Not assessed");
        for (var layer = 1; layer <= 10; layer++)
        {
            var score = result.Scores[layer];
            table.AddRow($"L{layer} {(Layer)layer}", Value(score), Percent(score.Coverage), $"{score.Failed}", $"{score.Passed}", $"{score.Unassessed}");
        }
        return table;
    }

    private static void WriteFailures(ScanResult result, IAnsiConsole console)
    {
        var failing = result.Findings.Where(finding => finding.Verdict == Verdict.Fail).OrderByDescending(finding => finding.Severity).ToList();
        if (failing.Count == 0)
        {
            console.MarkupLineInterpolated($"No failing finding among {result.Findings.Count(finding => finding.Verdict == Verdict.Pass)} assessed.");
            return;
        }
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("Severity", "Control", "Object", "What");
        foreach (var finding in failing.Take(MaxRows))
            table.AddRow(Coloured(finding.Severity), Markup.Escape(finding.Control), Shown(finding.Object.ToString()), Shown(FindingDocument.Of(finding).Message));
        console.Write(table);
        if (failing.Count > MaxRows)
            console.MarkupLineInterpolated($"{failing.Count - MaxRows} more failing findings; -o json lists all.");
    }

    private static string Shown(string text) => Markup.Escape(Words.Printable(text));

    private static string Value(Score score) => score.Value is { } value ? $"{ScoreBands.Rounded(value)} {ScoreBands.Letter(value)}" : "not assessed";

    private static string Percent(double? value) => value is { } percent ? $"{Math.Floor(percent)} %" : "—";

    private static string Coloured(Severity severity) => severity switch
    {
        Severity.Critical => "[bold red]critical[/]",
        Severity.High => "[red]high[/]",
        Severity.Medium => "[yellow]medium[/]",
        _ => "low",
    };
}
