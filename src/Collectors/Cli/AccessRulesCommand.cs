using System.CommandLine;
using System.Text.Json;
using Posture.Analysis.Access;
using Posture.Collectors.Cli.Output;

namespace Posture.Collectors.Cli;

/// <summary><c>posture access rules</c>: all that one identity may do, and where each right comes from.</summary>
internal static class AccessRulesCommand
{
    private static readonly Argument<string> Subject = SubjectName.Argument();
    private static readonly Argument<string[]> Paths = new("path")
    {
        Description = "Folders or files of YAML/JSON that hold the roles and bindings; - reads standard input.",
        Arity = ArgumentArity.OneOrMore,
    };
    private static readonly Option<string[]> Groups = new("--as-group") { Description = "Further group of the identity; may be given again." };
    private static readonly Option<string?> Namespace = new("--namespace", "-n") { Description = "Only what holds in this namespace." };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table, json or ndjson.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        Format.AcceptOnlyFromAmong("table", "json", "ndjson");
        var command = new Command("rules", "All that an identity may do, through its groups too, and which binding and role give it.\n\nExamples:\n"
            + "  posture access rules sa:shop/web ./manifests\n"
            + "  posture access rules user:alice --as-group devs -n shop dump.json -o json") { Subject, Paths, Groups, Namespace, Format };
        command.SetAction(parsed => Run(parsed, output, chatter));
        return command;
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter chatter)
    {
        var asked = SubjectName.Parse(parsed.GetValue(Subject)!)!;
        var identity = asked with { Groups = [.. asked.Groups.Concat(parsed.GetValue(Groups) ?? []).Distinct(StringComparer.Ordinal)] };
        var authorizer = AccessCommand.Read(parsed.GetValue(Paths)!, chatter).Authorizer;
        var rules = EffectiveRules.Of(authorizer, identity, parsed.GetValue(Namespace)).Select(RuleDocument.Of).ToList();
        switch (parsed.GetValue(Format))
        {
            case "json":
                output.WriteLine(JsonSerializer.Serialize(new(identity.User, identity.Groups, rules), ScanJson.Readable.RulesDocument));
                break;
            case "ndjson":
                foreach (var rule in rules)
                    output.WriteLine(JsonSerializer.Serialize(rule, ScanJson.OneLine.RuleDocument));
                break;
            default:
                foreach (var rule in rules)
                    output.WriteLine(string.Join('\t', new[] { rule.Namespace ?? "whole cluster", rule.Text(), string.Join(' ', rule.From.Select(from => from.By.Binding).Distinct()) }
                        .Select(Words.Printable)));
                break;
        }
        if (identity.Groups.Contains("system:masters"))
            chatter.WriteLine("The group system:masters is allowed everything before RBAC is asked.");
        if (identity.IsNode)
            chatter.WriteLine("The Node authorizer allows a node more: what its own pods need. That is not listed.");
        return ExitCode.Ok;
    }
}
