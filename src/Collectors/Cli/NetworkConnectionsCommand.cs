using System.CommandLine;
using System.Text.Json;
using Posture.Analysis.Network;
using Posture.Collectors.Cli.Output;

namespace Posture.Collectors.Cli;

/// <summary><c>posture network connections</c>: which workloads may connect to which, as the network policies among the objects decide.</summary>
internal static class NetworkConnectionsCommand
{
    private static readonly Argument<string> Path = new("path") { Description = "Folder or file of YAML/JSON; - reads standard input." };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table, csv or json.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        Format.AcceptOnlyFromAmong("table", "csv", "json");
        var connections = new Command("connections", "List every connection that network policies let pass, with the policies that decide.\n"
            + "Addresses outside of the cluster are listed for IPv4, cut where a policy's block begins or ends. {ingress-controller} and {gateway} stand for what\n"
            + "answers for Ingresses, Routes and Gateways. A pair that is not listed has no connection.\n\n"
            + "Example:\n  posture network connections ./manifests -o csv") { Path, Format, NetworkCommand.HostNetwork };
        connections.SetAction(parsed => Run(parsed, output, chatter));
        return connections;
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter chatter)
    {
        var view = NetworkCommand.Read([parsed.GetValue(Path)!], chatter);
        var rows = ConnectionList.Of(NetworkCommand.Reachability(parsed, view, chatter));
        var format = parsed.GetValue(Format);
        if (format == "json")
        {
            output.WriteLine(JsonSerializer.Serialize(NetworkConnectionsDocument.Of(rows), ScanJson.Readable.NetworkConnectionsDocument));
            return ExitCode.Ok;
        }
        if (format == "csv")
            output.WriteLine("src,dst,conn,policies");
        foreach (var row in rows)
            output.WriteLine(format == "csv"
                ? string.Join(',', new[] { row.Source, row.Destination, Connection(row), string.Join(' ', row.Policies.Concat(row.NotModelled).Distinct()) }
                    .Select(CsvScanWriter.Cell))
                : Words.Printable($"{row.Source} => {row.Destination} : {Connection(row)}"));
        return ExitCode.Ok;
    }

    /// <summary>What passes; no answer where a policy that is not modelled has a say.</summary>
    private static string Connection(NetworkConnection row) => row.NotModelled.Count > 0
        ? $"not assessed: {string.Join(' ', row.NotModelled)} is present, not modelled" : NetworkCommand.Text(row.Allowed);
}
