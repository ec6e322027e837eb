using System.CommandLine;
using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Analysis.PodSecurity;
using Posture.Collectors.Cli.Output;

namespace Posture.Collectors.Cli;

/// <summary><c>posture podsecurity</c>: which pods a level of the Pod Security Standards would admit, and what the others violate.</summary>
internal static class PodSecurityCommand
{
    private static readonly Argument<string> Path = new("path") { Description = "Folder or file of YAML/JSON; - reads standard input." };
    private static readonly Option<string> Level = new("--level") { Description = "baseline or restricted.", DefaultValueFactory = _ => "baseline" };
    private static readonly Option<string> Version = new("--version")
    {
        Description = "Version of the standards, as in namespace labels: v1.34 or latest.",
        DefaultValueFactory = _ => "latest",
    };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        Level.AcceptOnlyFromAmong("privileged", "baseline", "restricted");
        Format.AcceptOnlyFromAmong("table", "json");
        Version.Validators.Add(result =>
        {
            if (PodSecurityEvaluator.MinorOf(result.GetValueOrDefault<string>()) is null)
                result.AddError($"'{result.GetValueOrDefault<string>()}' is no version of the Pod Security Standards; write v1.34 or latest");
        });
        var command = new Command("podsecurity", "Judge pods and pod templates by the Pod Security Standards as admission would.\n\n"
            + "Example:\n  posture podsecurity ./manifests --level restricted --version v1.34 -o json") { Path, Level, Version, Format };
        command.SetAction(parsed => Run(parsed, output, chatter));
        return command;
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter chatter)
    {
        var (level, version) = (parsed.GetValue(Level)!, parsed.GetValue(Version)!);
        var evaluator = new PodSecurityEvaluator(Enum.Parse<PodSecurityLevel>(level, ignoreCase: true), PodSecurityEvaluator.MinorOf(version)!.Value);
        var pods = new List<PodVerdictDocument>();
        foreach (var item in ManifestFiles.Read([parsed.GetValue(Path)!], chatter))
            if (Workload.TemplateOf(item) is { } template)
                pods.Add(PodVerdictDocument.Of(item, evaluator.Evaluate(template.Metadata, template.Spec)));
        if (pods.Count == 0)
            throw new CommandException(ExitCode.NotAssessed, "podsecurity.nothing_read",
                "no pod and no pod template was found; give a folder of manifests, a file, or - for standard input");
        if (parsed.GetValue(Format) == "json")
            output.WriteLine(JsonSerializer.Serialize(new PodSecurityDocument(PodSecurityDocument.SchemaName, level, version, pods), ScanJson.Readable.PodSecurityDocument));
        else
            WriteTable(pods, output);
        return ExitCode.Ok;
    }

    private static void WriteTable(List<PodVerdictDocument> pods, TextWriter output)
    {
        foreach (var pod in pods)
        {
            output.WriteLine(Words.Printable($"{(pod.Allowed ? "allowed" : "denied "),-8} {(pod.Namespace.Length == 0 ? "" : pod.Namespace + "/")}{pod.Kind}/{pod.Name}"));
            foreach (var violation in pod.Violations)
                output.WriteLine(Words.Printable($"           {violation.Reason}: {violation.Detail}"));
        }
        output.WriteLine($"{pods.Count(pod => !pod.Allowed)} of {pods.Count} would be denied.");
    }
}
