using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Posture.Analysis.Access;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Collectors.Cli.Output;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.Collectors.Cli;

/// <summary><c>posture access paths</c>: how identities take over others, or the cluster, step by step. "No path" is an answer: the exit code is 0.</summary>
internal static class AccessPathsCommand
{
    private const string ClusterAdmin = "cluster-admin";

    private static readonly Option<string[]> Objects = new("--objects")
    {
        Description = "Folders or files of YAML/JSON that hold roles, bindings, pods and what else the cluster has; - reads standard input.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string?> From = new("--subject") { Description = $"{SubjectName.Help}; without it everybody but the platform itself." };
    private static readonly Option<string[]> Groups = new("--as-group") { Description = "Further group of the subject; may be given again." };
    private static readonly Option<string> To = new("--to")
    {
        Description = $"{ClusterAdmin}, machine:NODE or {SubjectName.Help}.",
        DefaultValueFactory = _ => ClusterAdmin,
    };
    private static readonly Option<int> MaxHops = new("--max-hops") { Description = "Longest path, in steps.", DefaultValueFactory = _ => 8 };
    private static readonly Option<int> MaxPaths = new("--max-paths") { Description = "Most paths.", DefaultValueFactory = _ => 200 };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table, json or ndjson.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        Format.AcceptOnlyFromAmong("table", "json", "ndjson");
        From.Validators.Add(result => Refuse(result, text => SubjectName.Parse(text) is not null, SubjectName.Help));
        To.Validators.Add(result => Refuse(result, text => EndOf(text) is not null, $"{ClusterAdmin}, machine:NODE or {SubjectName.Help}"));
        MaxHops.Validators.Add(result => Limit(result, AccessPathsQuestion.HopLimit));
        MaxPaths.Validators.Add(result => Limit(result, AccessPathsQuestion.PathLimit));
        var command = new Command("paths", "By which steps may an identity take over another, or the cluster, and what allows each step?\n\nExamples:\n"
            + "  posture access paths --objects dump.json\n"
            + "  posture access paths --objects ./manifests --subject user:alice --as-group devs -o json\n"
            + "  posture access paths --objects dump.json --to sa:kube-system/operator")
        {
            Objects, From, Groups, To, MaxHops, MaxPaths, Format,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Groups) is { Length: > 0 } && result.GetValue(From) is null)
                result.AddError("--as-group needs --subject");
        });
        command.SetAction(parsed => Run(parsed, output, chatter));
        return command;
    }

    /// <summary>Everything that files and folders hold. Kinds of which they hold nothing count as not read.</summary>
    internal static ClusterView Read(IReadOnlyList<string> paths, TextWriter chatter)
    {
        var inventory = new ClusterInventory();
        foreach (var item in ManifestFiles.Read(paths, chatter))
            inventory.Put(item);
        if (!inventory.All<RoleBinding>().Any() && !inventory.All<ClusterRoleBinding>().Any())
            throw new CommandException(ExitCode.NotAssessed, "access.nothing_read",
                "no binding was found; give a folder of manifests, a dump, or - for standard input");
        foreach (var kind in KnownKinds.All)
            if (inventory.CountOf(kind.Ref) > 0)
                inventory.SetCoverage(new(kind.Group, kind.Kind, CoverageState.Read, null, null, inventory.CountOf(kind.Ref)));
        return new("files", inventory, PosturePolicy.Default);
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter chatter)
    {
        var answer = Read(parsed.GetValue(Objects)!, chatter).AccessPaths.Find(new()
        {
            From = parsed.GetValue(From) is { } from ? EndOf(from) : null,
            Groups = parsed.GetValue(Groups) ?? [],
            To = EndOf(parsed.GetValue(To)!),
            MaxHops = parsed.GetValue(MaxHops),
            MaxPaths = parsed.GetValue(MaxPaths),
        });
        var shown = AccessPathsDocument.Of(answer);
        switch (parsed.GetValue(Format))
        {
            case "json":
                output.WriteLine(JsonSerializer.Serialize(shown, ScanJson.Readable.AccessPathsDocument));
                break;
            case "ndjson":
                foreach (var path in shown.Paths)
                    output.WriteLine(JsonSerializer.Serialize(path, ScanJson.OneLine.AccessPathDocument));
                break;
            default:
                foreach (var path in shown.Paths)
                    Write(path, output);
                break;
        }
        foreach (var unseen in shown.Unseen)
            chatter.WriteLine(Words.Printable($"access.unseen: {unseen.What}: {unseen.Reason}"));
        if (shown.Truncated)
            chatter.WriteLine($"access.truncated: {shown.Paths.Count} of {shown.Found} paths are told; --max-hops and --max-paths tell more");
        if (shown.Paths.Count == 0)
            chatter.WriteLine(shown.Unseen.Count == 0 ? "There is no path." : "No path was found; what could not be seen may hold one.");
        return ExitCode.Ok;
    }

    private static void Write(AccessPathDocument path, TextWriter output)
    {
        output.WriteLine(Words.Printable($"{path.From.Text} => {path.To.Text}{(path.Certain ? "" : " (possible)")}"));
        for (var i = 0; i < path.Steps.Count; i++)
        {
            var step = path.Steps[i];
            output.WriteLine(Words.Printable($"  {i + 1}. {step.Message}"));
            foreach (var by in step.By)
                output.WriteLine(Words.Printable(
                    $"     {by.Right}: {by.Role} {by.Rule}, {by.Binding ?? "the binding made before"}{(by.Group is null ? "" : $", as member of {by.Group}")}"));
            if (step.Assumption is { } assumption)
                output.WriteLine(Words.Printable($"     assumed: {assumption}"));
        }
    }

    private static AccessEnd? EndOf(string text)
    {
        if (text == ClusterAdmin)
            return AccessEnd.ClusterAdmin;
        if (text.StartsWith("machine:", StringComparison.Ordinal) && text.Length > 8)
            return new(AccessEndKind.Machine, null, text[8..]);
        return SubjectName.Parse(text) is { } identity ? AccessEnd.Of(identity) : null;
    }

    private static void Refuse(OptionResult result, Func<string, bool> isGood, string help)
    {
        if (result.Tokens is [{ Value: var given }] && !isGood(given))
            result.AddError($"'{given}' is no subject; write {help}");
    }

    private static void Limit(OptionResult result, int most)
    {
        if (result.Tokens is [{ Value: var given }] && !(int.TryParse(given, out var number) && number >= 1 && number <= most))
            result.AddError($"'{given}' must be a number from 1 to {most}");
    }
}
