using Posture.Analysis.Indexes;
using Posture.Analysis.Network;

namespace Posture.Analysis.Remediation;

/// <summary>Compares the reachability of a cluster before and after an edit, for the namespaces whose policies it touches.</summary>
internal static class ConnectionEffects
{
    private const int MaxChanges = 50;

    public static ConnectionsEffect Of(ClusterView view, InventoryEdit edit, IReadOnlyList<string>? within)
    {
        var named = edit.NamespacesOf(EffectQuestions.Policies).ToList();
        var question = new NetworkMapQuestion { Namespaces = named.Contains("") ? [.. view.Namespaces.Select(ns => ns.Name)] : named, Within = within };
        var before = NetworkMapBuilder.Build(view, question);
        var after = NetworkMapBuilder.Build(new(view.Cluster, edit.On(view.Inventory.All(), _ => true), view.Policy), question);
        var nodes = before.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        var edges = before.Edges.ToDictionary(edge => (edge.Source, edge.Destination));
        var changes = after.Edges.Where(edge => edges.TryGetValue((edge.Source, edge.Destination), out var old) && (old.Verdict, old.Ports) != (edge.Verdict, edge.Ports))
            .Select(edge => new ConnectionEffect(nodes[edge.Source], nodes[edge.Destination], edges[(edge.Source, edge.Destination)], edge)).ToList();
        return new(view.NetworkEngine.Enforces, before.ByNamespace, [.. changes.Take(MaxChanges)], int.Max(0, changes.Count - MaxChanges));
    }
}
