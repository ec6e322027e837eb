using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Which Linux nodes run pods in user namespaces, by runtime handler. Dropped when a node changes.</summary>
internal sealed class UserNamespaceIndex
{
    private readonly HashSet<(string Node, string Handler)> _supported = [];
    private readonly Dictionary<string, int> _byHandler = new(StringComparer.Ordinal);

    internal UserNamespaceIndex(ClusterInventory inventory)
    {
        foreach (var node in inventory.All<Node>())
        {
            if (node.Status.NodeInfo.OperatingSystem == "windows")
                continue;
            Nodes++;
            foreach (var handler in node.Status.RuntimeHandlers)
                if (handler.Features?.UserNamespaces == true && _supported.Add((node.Name, handler.Name ?? "")))
                    _byHandler[handler.Name ?? ""] = _byHandler.GetValueOrDefault(handler.Name ?? "") + 1;
        }
    }

    /// <summary>Linux nodes.</summary>
    public int Nodes { get; }

    /// <summary>
    /// Whether the nodes that a workload's pods run on, or all nodes when it has none, support user namespaces with a handler (empty is the default one).
    /// </summary>
    public bool Supports(Workload workload, string handler)
    {
        var placed = false;
        for (var (i, pods) = (0, workload.Pods); i < pods.Count; i++)
            if (pods[i].Spec.NodeName is { Length: > 0 } node)
            {
                placed = true;
                if (!_supported.Contains((node, handler)))
                    return false;
            }
        return placed || _byHandler.GetValueOrDefault(handler) == Nodes;
    }
}
