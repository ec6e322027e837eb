using System.CommandLine;
using System.Text.Json;
using Posture.Analysis.Catalogue;
using Posture.Collectors.Cli.Output;
using Spectre.Console;

namespace Posture.Collectors.Cli;

/// <summary><c>posture controls</c>: the catalogue with every reference id.</summary>
internal static class ControlsCommand
{
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output)
    {
        Format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("controls", "List the catalogue: what is checked, how much it weighs, and its ids in CIS, NSA, PSS, Kubescape, Trivy, Checkov, KICS and others.\n\nExample:\n  posture controls -o json | jq '.[] | select(.layer==\"L7\")'") { Format };
        command.SetAction(parsed => Run(parsed.GetValue(Format)!, output));
        return command;
    }

    private static int Run(string format, TextWriter output)
    {
        var catalogue = ControlCatalogue.Default;
        var rows = catalogue.Controls.Select(control => new ControlDocument(
            control.Id, $"L{(int)control.Layer}", control.Title, new(ControlTitles.Of(control, chinese: false), ControlTitles.Of(control, chinese: true)),
            control.Severity.ToString().ToLowerInvariant(), control.Weight, control.Evaluation, control.Exemption, control.Scope,
            catalogue.CheckOf(control.Id) is not null, ControlSources.Of(control), control.References)).ToList();
        if (format == "json")
        {
            output.WriteLine(JsonSerializer.Serialize(rows, ScanJson.Readable.IReadOnlyListControlDocument));
            return ExitCode.Ok;
        }
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("Control", "Weight", "Severity", "Class", "Title", "Assessed by");
        foreach (var row in rows)
            table.AddRow(Markup.Escape(row.Id), $"{row.Weight}", row.Severity, row.Evaluation, Markup.Escape(row.Title), row.HasCheck ? string.Join(", ", row.AssessedBy) : "nothing yet");
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 160;
        console.Write(table);
        output.WriteLine($"{rows.Count(row => row.HasCheck)} of {rows.Count} controls have a check.");
        return ExitCode.Ok;
    }
}
