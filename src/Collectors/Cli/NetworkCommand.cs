using System.CommandLine;
using Posture.Analysis.Indexes;
using Posture.Analysis.Network;
using Posture.Analysis.Policy;
using Posture.Collectors.Cli.Output;
using Posture.Model.Inventory;

namespace Posture.Collectors.Cli;

/// <summary><c>posture network connections</c>: which workloads may connect to which, as the network policies among the objects decide.</summary>
internal static class NetworkCommand
{
    private static readonly Argument<string> Path = new("path") { Description = "Folder or file of YAML/JSON; - reads standard input." };
    private static readonly Option<string> Format = new("--output", "-o") { Description = "table or csv.", DefaultValueFactory = _ => "table" };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        Format.AcceptOnlyFromAmong("table", "csv");
        var connections = new Command("connections", "List every connection that network policies let pass, with the policies that decide.\n"
            + "Addresses outside of the cluster are listed for IPv4. A pair that is not listed has no connection.\n\n"
            + "Example:\n  posture network connections ./manifests -o csv") { Path, Format };
        connections.SetAction(parsed => Run(parsed, output, chatter));
        return new("network", "Reachability under network policies.") { connections };
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter chatter)
    {
        var inventory = new ClusterInventory();
        foreach (var item in ManifestFiles.Read([parsed.GetValue(Path)!], chatter))
            inventory.Put(item);
        var view = new ClusterView("files", inventory, PosturePolicy.Default);
        if (view.Workloads.All.Count == 0)
            throw new CommandException(ExitCode.NotAssessed, "network.nothing_read",
                "no pod and no workload was found; give a folder of manifests, a file, or - for standard input");
        var rows = ConnectionList.Of(new(view));
        var isCsv = parsed.GetValue(Format) == "csv";
        if (isCsv)
            output.WriteLine("src,dst,conn,policies");
        foreach (var row in rows)
            output.WriteLine(isCsv
                ? string.Join(',', new[] { row.Source, row.Destination, Connection(row), string.Join(' ', row.Policies.Concat(row.NotModelled)) }.Select(CsvScanWriter.Cell))
                : Words.Printable($"{row.Source} => {row.Destination} : {Connection(row)}"));
        return ExitCode.Ok;
    }

    /// <summary><c>All Connections</c>, or for example <c>TCP 80,443,UDP 53</c>; no answer where a policy that is not modelled has a say.</summary>
    private static string Connection(NetworkConnection row)
    {
        if (row.NotModelled.Count > 0)
            return $"not assessed: {string.Join(' ', row.NotModelled)} is present, not modelled";
        if (row.Allowed.IsAll)
            return "All Connections";
        return string.Join(',', PortSet.Protocols.Where(protocol => row.Allowed.Ranges(protocol).Count > 0)
            .Select(protocol => $"{protocol.ToString().ToUpperInvariant()} {string.Join(',', row.Allowed.Ranges(protocol))}"));
    }
}
