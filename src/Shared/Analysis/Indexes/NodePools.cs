using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Pools of nodes, by the label that a provider puts on the nodes of one. Built once, dropped when a Node changes.</summary>
internal sealed class NodePools
{
    /// <summary>GKE, EKS, AKS, Karpenter, kOps, Gardener, DigitalOcean, and a name that people give themselves.</summary>
    private static readonly string[] Labels =
    [
        "cloud.google.com/gke-nodepool", "eks.amazonaws.com/nodegroup", "kubernetes.azure.com/agentpool", "karpenter.sh/nodepool", "kops.k8s.io/instancegroup",
        "worker.gardener.cloud/pool", "doks.digitalocean.com/node-pool-id", "node.kubernetes.io/pool",
    ];

    private readonly Dictionary<(string Label, string Name), NodePool> _pools = [];

    internal NodePools(ClusterInventory inventory)
    {
        foreach (var node in inventory.All<Node>().OrderBy(node => node.Name, StringComparer.Ordinal))
            if (KeyOf(node) is { } key)
            {
                var minor = ClusterView.MinorOf(node.Status.NodeInfo.KubeletVersion);
                _pools[key] = !_pools.TryGetValue(key, out var pool) ? new(key.Name, node, null, minor) : pool with
                {
                    Other = pool.Other ?? (SystemOf(node) == SystemOf(pool.First) ? null : node),
                    NewestMinor = minor is null || pool.NewestMinor > minor ? pool.NewestMinor : minor,
                };
            }
    }

    /// <summary>The pool of a node; null when no label names one.</summary>
    public NodePool? Of(Node node) => KeyOf(node) is { } key ? _pools.GetValueOrDefault(key) : null;

    /// <summary>What the nodes of a pool have in common when they get the same updates: system, kernel and runtime.</summary>
    public static string SystemOf(Node node) =>
        $"{node.Status.NodeInfo.OsImage}, {node.Status.NodeInfo.KernelVersion}, {node.Status.NodeInfo.ContainerRuntimeVersion}";

    private static (string Label, string Name)? KeyOf(Node node)
    {
        foreach (var label in Labels)
            if (node.Metadata.Labels[label] is { Length: > 0 } name)
                return (label, name);
        return null;
    }

    /// <summary>A pool.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="First">Its first node by name.</param>
    /// <param name="Other">The first whose system differs from that of <paramref name="First"/>; null when all are alike.</param>
    /// <param name="NewestMinor">Minor version of its newest kubelet; null when none is known.</param>
    internal sealed record NodePool(string Name, Node First, Node? Other, int? NewestMinor);
}
