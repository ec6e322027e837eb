using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Posture.Analysis.Network;
using Posture.Collectors.Cli.Output;

namespace Posture.Collectors.Cli;

/// <summary><c>posture network explain</c>: one connection, and which policies and rules decide about it. "Denied" is an answer: the exit code is 0.</summary>
internal static class NetworkExplainCommand
{
    private static readonly Argument<string> From = new("from")
    {
        Description = "NAMESPACE/POD, NAMESPACE/KIND/NAME, an address or CIDR block, or external.",
    };
    private static readonly Argument<string> To = new("to") { Description = "The same." };
    private static readonly Option<string?> Port = new("--port") { Description = "Number, or name of a port of the destination; without it every port." };
    private static readonly Option<string> Protocol = new("--protocol") { Description = "TCP, UDP or SCTP.", DefaultValueFactory = _ => "TCP" };
    private static readonly Option<string[]> Objects = new("--objects")
    {
        Description = "Folders or files of YAML/JSON that hold pods, policies and Services; - reads standard input.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        Format.AcceptOnlyFromAmong("table", "json");
        Protocol.AcceptOnlyFromAmong("TCP", "UDP", "SCTP");
        var command = new Command("explain", "May this end connect to that one, and which policies decide, in each direction?\n\nExamples:\n"
            + "  posture network explain shop/web shop/deployment/api --port 8080 --objects ./manifests\n"
            + "  posture network explain external shop/web --port http --objects dump.json -o json")
        {
            From, To, Port, Protocol, Objects, Format, NetworkCommand.HostNetwork,
        };
        command.SetAction(parsed => Run(parsed, output, chatter));
        return command;
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter chatter)
    {
        var reachability = NetworkCommand.Reachability(parsed, NetworkCommand.Read(parsed.GetValue(Objects)!, chatter), chatter);
        var destinations = Ends(reachability, parsed.GetValue(To)!);
        var protocol = Enum.Parse<NetworkProtocol>(parsed.GetValue(Protocol)!, ignoreCase: true);
        var asked = parsed.GetValue(Port) is { } port ? PortsOf(port, protocol, destinations) : PortSet.All;
        var answers = NetworkExplanation.Of(reachability, Ends(reachability, parsed.GetValue(From)!), destinations, asked);
        if (parsed.GetValue(Format) == "json")
            output.WriteLine(JsonSerializer.Serialize(NetworkExplanationsDocument.Of(answers), ScanJson.Readable.NetworkExplanationsDocument));
        else
            foreach (var answer in answers)
                Write(NetworkExplanationDocument.Of(answer), answer, output);
        return ExitCode.Ok;
    }

    private static IReadOnlyList<NetworkEnd> Ends(Reachability reachability, string text)
    {
        var ends = NetworkEnds.Find(reachability, text);
        if (ends.Count == 0)
            throw new CommandException(ExitCode.NotFound, "network.unknown_end",
                $"{text}: there is no such pod or workload that runs; give NAMESPACE/POD, NAMESPACE/KIND/NAME, an address, a CIDR block or external");
        var names = ends.SelectMany(end => end.Members).Select(member => member.Title).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return names.Count <= 1 ? ends
            : throw new CommandException(ExitCode.Usage, "network.ambiguous_end", $"{text} names {string.Join(" and ", names)}; give NAMESPACE/KIND/NAME");
    }

    private static PortSet PortsOf(string port, NetworkProtocol protocol, IReadOnlyList<NetworkEnd> destinations)
    {
        if (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return PortSet.Of(protocol, new(number, number)) is { IsEmpty: false } one ? one
                : throw new CommandException(ExitCode.Usage, "network.bad_port", $"{port} is no port; give a number from 1 to 65535 or the name of a port of the destination");
        var named = destinations.SelectMany(end => end.Members).SelectMany(member => member.PortsNamed(port)).Where(held => held.Protocol == protocol)
            .Aggregate(PortSet.None, (ports, held) => ports.Union(PortSet.Of(protocol, new(held.Port, held.Port))));
        return named.IsEmpty
            ? throw new CommandException(ExitCode.NotFound, "network.unknown_port",
                $"no container of the destination has a {protocol.ToString().ToUpperInvariant()} port named {port}; give its number")
            : named;
    }

    private static void Write(NetworkExplanationDocument shown, NetworkExplanation answer, TextWriter output)
    {
        output.WriteLine(Words.Printable($"{shown.Source} => {shown.Destination}{(answer.Asked.IsAll ? "" : $" {NetworkCommand.Text(answer.Asked)}")}: {shown.Text}"));
        Write("egress", shown.Egress, output);
        Write("ingress", shown.Ingress, output);
        foreach (var policy in shown.NotModelled)
            output.WriteLine(Words.Printable($"  not modelled  {policy}"));
        foreach (var route in shown.Via)
            output.WriteLine(Words.Printable($"  reached via   {route}"));
    }

    private static void Write(string name, NetworkDirectionDocument direction, TextWriter output)
    {
        output.WriteLine($"  {name,-8}{direction.Text}{(direction.Decisions.Count == 0 ? ": no policy has a say" : "")}");
        foreach (var decision in direction.Decisions)
            output.WriteLine(Words.Printable($"    {decision.Policy} {(decision.Rule.Length == 0 ? "" : $"{decision.Rule} ")}{decision.Effect} {decision.Ports}"));
    }
}
