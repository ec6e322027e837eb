using Posture.Analysis.Network;

namespace Posture.Collectors.Cli.Output;

/// <summary>The output of <c>network connections -o json</c>. Fields are only ever added.</summary>
internal sealed record NetworkConnectionsDocument(string Schema, IReadOnlyList<NetworkConnectionDocument> Connections)
{
    public static NetworkConnectionsDocument Of(IEnumerable<NetworkConnection> rows) => new("posture.network.connections/v1", [.. rows.Select(NetworkConnectionDocument.Of)]);
}

/// <summary>One pair. <c>Verdict</c> is <c>allowed</c>, or <c>notAssessed</c> where a policy that is not modelled has a say.</summary>
internal sealed record NetworkConnectionDocument(
    string Source, string Destination, string Verdict, bool All, IReadOnlyList<NetworkPortsDocument> Ports, IReadOnlyList<string> Policies,
    IReadOnlyList<string> NotModelled, IReadOnlyList<string> Via)
{
    public static NetworkConnectionDocument Of(NetworkConnection row) => new(row.Source, row.Destination, row.NotModelled.Count == 0 ? "allowed" : "notAssessed",
        row.Allowed.IsAll, NetworkPortsDocument.Of(row.Allowed), [.. row.Policies.Select(policy => $"{policy}")], [.. row.NotModelled.Select(policy => $"{policy}")],
        [.. row.Via.Select(route => $"{route}")]);
}

/// <summary>A range of destination ports of one protocol, both ends included.</summary>
internal sealed record NetworkPortsDocument(string Protocol, int First, int Last)
{
    public static IReadOnlyList<NetworkPortsDocument> Of(PortSet ports) => [.. PortSet.Protocols.SelectMany(protocol => ports.Ranges(protocol)
        .Select(range => new NetworkPortsDocument(protocol.ToString().ToUpperInvariant(), range.First, range.Last)))];
}
