using System.CommandLine;
using System.Text.Json;
using Posture.Analysis.Identities;
using Posture.Collectors.Cli.Output;

namespace Posture.Collectors.Cli;

/// <summary><c>posture access who-can</c>: every subject that may do something, with the bindings and roles that let it.</summary>
internal static class AccessWhoCanCommand
{
    private static readonly Argument<string> Verb = new("verb") { Description = "get, list, create, … as in roles." };
    private static readonly Argument<string> Resource = new("resource") { Description = "RESOURCE[.GROUP][/SUB], or a non-resource URL that begins with /." };
    private static readonly Argument<string[]> Paths = new("path")
    {
        Description = "Folders or files of YAML/JSON that hold the roles and bindings; - reads standard input.",
        Arity = ArgumentArity.OneOrMore,
    };
    private static readonly Option<string?> Namespace = new("--namespace", "-n")
    {
        Description = "Namespace asked about; \"\" asks for the whole cluster. Without it: anywhere, and each answer says where.",
    };
    private static readonly Option<string> Name = new("--name") { Description = "Name of one object.", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table, json or ndjson.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        Format.AcceptOnlyFromAmong("table", "json", "ndjson");
        var command = new Command("who-can", "Who may do that, and which binding and role let them?\n\nExamples:\n"
            + "  posture access who-can get secrets -n shop ./manifests\n"
            + "  posture access who-can create pods/exec dump.json -o json\n"
            + "  posture access who-can get /metrics dump.json") { Verb, Resource, Paths, Namespace, Name, Format };
        command.SetAction(parsed => Run(parsed, output, chatter));
        return command;
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter chatter)
    {
        var index = AccessCommand.Read(parsed.GetValue(Paths)!, chatter).WhoCan;
        var question = KnownResources.QuestionOf(parsed.GetValue(Verb)!, parsed.GetValue(Resource)!, parsed.GetValue(Namespace) ?? "", parsed.GetValue(Name)!);
        // A RoleBinding gives nothing on objects without a namespace; on a Namespace itself it does, for the one it stands in.
        var isClusterScoped = question.Path is not null || KnownResources.IsClusterScoped([question.Verb], [question.ApiGroup], question.Resource);
        var ns = parsed.GetValue(Namespace) ?? (isClusterScoped ? "" : null);
        var answer = WhoCanDocument.Of(
            new(question.Verb, question.ApiGroup, question.Resource, ns, question.Name, question.Path), ns is null ? index.FindAnywhere(question) : index.Find(question));
        switch (parsed.GetValue(Format))
        {
            case "json":
                output.WriteLine(JsonSerializer.Serialize(answer, ScanJson.Readable.WhoCanDocument));
                break;
            case "ndjson":
                foreach (var row in answer.Subjects)
                    output.WriteLine(JsonSerializer.Serialize(row, ScanJson.OneLine.WhoCanSubject));
                break;
            default:
                foreach (var row in answer.Subjects)
                    output.WriteLine(string.Join('\t', (row.By is { } by ? new[] { $"{row.Subject}", row.Namespace ?? "whole cluster", by.Binding, by.Role } : [$"{row.Subject}", "always"])
                        .Select(Words.Printable)));
                break;
        }
        return ExitCode.Ok;
    }
}
