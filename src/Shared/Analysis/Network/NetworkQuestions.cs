using System.Text.Json.Serialization;
using Posture.Analysis.Questions;

namespace Posture.Analysis.Network;

/// <summary>Live questions about reachability.</summary>
public static class NetworkQuestions
{
    /// <summary>Who may connect to whom, seen from some namespaces.</summary>
    public static LiveQuestion<NetworkMapQuestion, NetworkMap> Map { get; } =
        new("network.map", NetworkJson.Default.NetworkMapQuestion, NetworkJson.Default.NetworkMap, NetworkMapBuilder.Build);
}

/// <summary>Which map?</summary>
public sealed record NetworkMapQuestion
{
    /// <summary>Namespaces whose connections are asked about; none asks for the list of namespaces only.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Only this destination port; null for every port.</summary>
    public int? Port { get; init; }

    /// <summary>Protocol of the port.</summary>
    public NetworkProtocol Protocol { get; init; }

    /// <summary>Namespaces that the asker may know of; null for all. Everything else is one end without a name.</summary>
    public IReadOnlyList<string>? Within { get; init; }
}

/// <summary>The map.</summary>
/// <param name="Namespaces">Namespaces that the asker may know of, by name.</param>
/// <param name="Nodes">Ends, in the order of the matrix.</param>
/// <param name="Edges">Every pair of ends of which one is in the namespaces asked about, denied ones too.</param>
/// <param name="ByNamespace">There were too many workloads: each namespace is one end.</param>
public sealed record NetworkMap(IReadOnlyList<NamespaceIsolation> Namespaces, IReadOnlyList<NetworkNode> Nodes, IReadOnlyList<NetworkEdge> Edges, bool ByNamespace);

/// <summary>How far NetworkPolicies isolate the pods of a namespace. Pods are live pods, and workloads without any.</summary>
/// <param name="Namespace">Its name.</param>
/// <param name="Pods">Its pods.</param>
/// <param name="Ingress">Those isolated for incoming connections.</param>
/// <param name="Egress">Those isolated for outgoing connections.</param>
/// <param name="OnHost">Those on the network of their node: policies do not hold.</param>
/// <param name="NotModelled">Those that a policy of Cilium or Calico selects.</param>
public sealed record NamespaceIsolation(string Namespace, int Pods, int Ingress, int Egress, int OnHost, int NotModelled);

/// <summary>One end.</summary>
/// <param name="Id">Stable key: <c>namespace/name[Kind]</c>, or another text for ends that are no workload.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Namespace">Its namespace; empty for none.</param>
/// <param name="Name">What to show; empty where the kind says all.</param>
public sealed record NetworkNode(string Id, NetworkNodeKind Kind, string Namespace, string Name);

/// <summary>What may pass from one end to another: between any of their pods.</summary>
/// <param name="Source">Id of an end.</param>
/// <param name="Destination">Id of an end.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Ports">What passes, for example <c>TCP 80</c>, <c>all</c> or <c>none</c>.</param>
/// <param name="Policies">Policies that decide, as far as the asker may know of them.</param>
/// <param name="Hidden">Policies that decide beside these.</param>
public sealed record NetworkEdge(string Source, string Destination, NetworkEdgeVerdict Verdict, string Ports, IReadOnlyList<string> Policies, int Hidden);

/// <summary>JSON of the live questions about reachability.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NetworkMapQuestion))]
[JsonSerializable(typeof(NetworkMap))]
internal sealed partial class NetworkJson : JsonSerializerContext;
