using System.CommandLine;
using Posture.Analysis.Network;
using Posture.Collectors.Cli.Output;

namespace Posture.Collectors.Cli;

/// <summary><c>posture network suggest</c>: policies that close a namespace but for what its objects show to be needed, or the difference that they make.</summary>
internal static class NetworkSuggestCommand
{
    private static readonly Argument<string> Namespace = new("namespace") { Description = "Namespace to close." };
    private static readonly Option<bool> Diff = new("--diff") { Description = "Print which connections the policies close and open, instead of the policies." };
    private static readonly Option<string[]> Objects = new("--objects")
    {
        Description = "Folders or files of YAML/JSON of the cluster; - reads standard input.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        var command = new Command("suggest", "Suggest NetworkPolicies for a namespace: deny by default, allow DNS, and what Services, Ingresses, Gateways, variables and\n"
            + "declared ports show to be needed. Calls to addresses outside of the cluster are not in the objects and stay closed: read --diff first.\n\nExamples:\n"
            + "  posture network suggest shop --objects ./manifests --diff\n"
            + "  posture network suggest shop --objects ./manifests > policies.yaml")
        {
            Namespace, Objects, Diff, NetworkCommand.HostNetwork,
        };
        command.SetAction(parsed => Run(parsed, output, chatter));
        return command;
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter chatter)
    {
        var view = NetworkCommand.Read(parsed.GetValue(Objects)!, chatter);
        var ns = parsed.GetValue(Namespace)!;
        var reachability = NetworkCommand.Reachability(parsed, view, chatter);
        var policies = PolicySuggestion.For(view, reachability, ns);
        if (policies.Count == 0)
            throw new CommandException(ExitCode.NotFound, "network.empty_namespace", $"namespace {ns} has no pods that a policy could select; name one that has");
        if (!parsed.GetValue(Diff))
        {
            output.Write(NetworkPolicyYaml.Of(policies));
            return ExitCode.Ok;
        }
        var changes = ConnectionChange.Between(ConnectionList.Of(reachability),
            ConnectionList.Of(NetworkCommand.Reachability(parsed, PolicySuggestion.Apply(view, policies), TextWriter.Null)));
        foreach (var change in changes)
        {
            if (!change.Closed.IsEmpty)
                output.WriteLine(Words.Printable($"closed  {change.Source} => {change.Destination} : {NetworkCommand.Text(change.Closed)}"));
            if (!change.Opened.IsEmpty)
                output.WriteLine(Words.Printable($"opened  {change.Source} => {change.Destination} : {NetworkCommand.Text(change.Opened)}"));
        }
        if (changes.Count == 0)
            output.WriteLine("the policies change no connection");
        return ExitCode.Ok;
    }
}
