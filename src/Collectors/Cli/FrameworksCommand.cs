using System.CommandLine;
using System.Text.Json;
using Posture.Analysis.Frameworks;
using Posture.Collectors.Cli.Output;
using Spectre.Console;

namespace Posture.Collectors.Cli;

/// <summary><c>posture frameworks</c>: external standards, how each of their items is assessed and by which controls.</summary>
internal static class FrameworksCommand
{
    private static readonly Argument<string?> Id = new("id") { Description = "One framework, for example nist-800-190; all when left out.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output)
    {
        Format.AcceptOnlyFromAmong("table", "json");
        var command = new Command(
            "frameworks", "List the frameworks: how their items are assessed, or the items of one.\n\nExample:\n  posture frameworks nist-800-190") { Id, Format };
        command.SetAction(parsed => Run(parsed.GetValue(Id), parsed.GetValue(Format)!, output));
        return command;
    }

    private static int Run(string? id, string format, TextWriter output)
    {
        IReadOnlyList<Framework> shown = id is null ? Framework.All : [Framework.Find(id) ?? throw Unknown()];
        if (format == "json")
        {
            output.WriteLine(JsonSerializer.Serialize([.. shown.Select(Document)], ScanJson.Readable.IReadOnlyListFrameworkDocument));
            return ExitCode.Ok;
        }
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 160;
        console.Write(id is null ? Overview(shown) : Items(shown[0]));
        return ExitCode.Ok;
    }

    private static CommandException Unknown() => new(
        ExitCode.NotFound, "framework.not_found", $"There is no such framework; take one of {string.Join(", ", Framework.All.Select(framework => framework.Id))}.");

    private static Table Overview(IReadOnlyList<Framework> shown)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Framework", "Name", "Version", "Automatic", "Partial", "Ingested", "Manual", "Controls");
        foreach (var framework in shown)
            table.AddRow(
            [
                framework.Id, framework.Name, framework.Version,
                .. Enum.GetValues<Assessment>().Select(how => $"{framework.Requirements.Count(item => item.Assessment == how)}"),
                $"{framework.Requirements.SelectMany(item => item.Controls).Distinct().Count()}",
            ]);
        return table;
    }

    private static Table Items(Framework framework)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Item", "Assessed", "Class", "Title", "Controls");
        foreach (var item in framework.Requirements)
            table.AddRow(item.Id, Word(item.Assessment), item.Class, Markup.Escape(item.Title.English), string.Join(", ", item.Controls.Select(control => control.Id)));
        return table;
    }

    private static FrameworkDocument Document(Framework framework) => new(
        framework.Id, framework.Name, framework.Version, framework.Reference, new(framework.Note.English, framework.Note.Chinese),
        [
            .. framework.Groups.SelectMany(group => group.Requirements.Select(item => new RequirementDocument(
                item.Id, group.Id, new(item.Title.English, item.Title.Chinese), Word(item.Assessment), item.Class, [.. item.Controls.Select(control => control.Id)]))),
        ]);

    private static string Word(Assessment assessment) => assessment.ToString().ToLowerInvariant();
}
