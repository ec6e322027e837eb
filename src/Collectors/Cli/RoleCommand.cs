using System.CommandLine;
using Posture.Analysis.Catalogue;
using Posture.Collectors.Kinds;

namespace Posture.Collectors.Cli;

/// <summary><c>posture role</c>: the smallest read-only role a collector needs.</summary>
internal static class RoleCommand
{
    private static readonly Option<string> Level = new("--level")
    {
        Description = "minimal: kinds that checks read, core groups only; recommended: all kinds that checks read; full: every kind of the catalogue.",
        DefaultValueFactory = _ => "recommended",
    };

    private static readonly Option<string> Format = new("--output", "-o") { Description = "yaml.", DefaultValueFactory = _ => "yaml" };

    public static Command Create(TextWriter output)
    {
        Level.AcceptOnlyFromAmong("minimal", "recommended", "full");
        Format.AcceptOnlyFromAmong("yaml");
        var command = new Command("role", "Print the ClusterRole of the collector: list and watch only, no wildcard, never secrets.\n\nExample:\n  posture role --level recommended | kubectl apply -f -") { Level, Format };
        command.SetAction(parsed =>
        {
            output.Write(CollectorRole.Yaml(CollectorRole.Kinds(parsed.GetValue(Level)!, ControlCatalogue.Default)));
            return ExitCode.Ok;
        });
        return command;
    }
}
