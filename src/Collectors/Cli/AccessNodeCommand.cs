using System.CommandLine;
using System.Text.Json;
using Posture.Analysis.Access;
using Posture.Collectors.Cli.Output;

namespace Posture.Collectors.Cli;

/// <summary><c>posture access node</c>: what the kubelet of a node may take through the Node authorizer, and what RBAC gives it in addition.</summary>
internal static class AccessNodeCommand
{
    private static readonly Argument<string> Node = new("node") { Description = "Name of the node." };
    private static readonly Argument<string[]> Paths = new("path")
    {
        Description = "Folders or files of YAML/JSON that hold pods, nodes and bindings; - reads standard input.",
        Arity = ArgumentArity.OneOrMore,
    };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        Format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("node", "Which service accounts, Secrets and volumes does a node's kubelet reach by the pods that run there?\n\nExamples:\n"
            + "  posture access node worker-1 dump.json\n"
            + "  posture access node worker-1 dump.json -o json") { Node, Paths, Format };
        command.SetAction(parsed => Run(parsed, output, chatter));
        return command;
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter chatter)
    {
        var name = parsed.GetValue(Node)!;
        var identity = NodeIdentity.Of(AccessPathsCommand.Read(parsed.GetValue(Paths)!, chatter), name)
            ?? throw new CommandException(ExitCode.NotFound, "access.unknown_node", Words.Printable($"{name}: no node and no pod of the objects names it"));
        if (parsed.GetValue(Format) == "json")
        {
            output.WriteLine(JsonSerializer.Serialize(identity, ScanJson.Readable.NodeIdentity));
            return ExitCode.Ok;
        }
        Write("token of", identity.ServiceAccounts, output);
        Write("Secret", identity.Secrets, output);
        Write("ConfigMap", identity.ConfigMaps, output);
        Write("claim", identity.Claims, output);
        Write("binding", identity.Bindings.Select(binding => $"{binding.Binding}\t{binding.Role}{(binding.ForAllNodes ? "\tevery node" : "")}"), output);
        return ExitCode.Ok;
    }

    private static void Write(string what, IEnumerable<string> names, TextWriter output)
    {
        foreach (var name in names)
            output.WriteLine($"{what}\t{string.Join('\t', name.Split('\t').Select(Words.Printable))}");
    }
}
