using Posture.Analysis.Network;
using Posture.Store.Commands;

namespace Posture.Dashboard.Components.Pages.Network;

/// <summary>What the page shows.</summary>
/// <param name="State">The address.</param>
/// <param name="Clusters">Clusters to choose from.</param>
/// <param name="Map">The answer; null while no cluster is chosen, or its owner does not answer.</param>
/// <param name="At">When it was answered.</param>
public sealed record NetworkModel(NetworkState State, IReadOnlyList<Cluster> Clusters, NetworkMap? Map, DateTimeOffset At)
{
    /// <summary>Edges of the list, all pages.</summary>
    public IReadOnlyList<NetworkEdge> Listed { get; } = Map is null ? [] : [.. Map.Edges.Where(edge => State.Denied || edge.Verdict != NetworkEdgeVerdict.Denied)];

    /// <summary>Edges of this page.</summary>
    public IEnumerable<NetworkEdge> Shown => Listed.Skip((State.Page - 1) * NetworkState.Size).Take(NetworkState.Size);

    public IReadOnlyDictionary<string, NetworkNode> Nodes { get; } = Map?.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal) ?? [];

    public IReadOnlyDictionary<(string Source, string Destination), NetworkEdge> Cells { get; } = Map?.Edges.ToDictionary(edge => (edge.Source, edge.Destination)) ?? [];
}
