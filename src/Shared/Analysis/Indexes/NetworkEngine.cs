using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// The network plug-in of a cluster and whether it enforces NetworkPolicy, recognised by its node agents: DaemonSets on the host network with a known image, or in
/// a system namespace with a known name. A heuristic: what is not recognised is unknown, never non-enforcing.
/// </summary>
/// <param name="Enforces">Null when unknown.</param>
/// <param name="Name">What was recognised.</param>
/// <param name="Agent">The DaemonSet that shows it.</param>
internal sealed record NetworkEngine(bool? Enforces, string Name, DaemonSet? Agent)
{
    private static readonly (string Name, string[] Images, string[] Agents)[] Enforcing =
    [
        ("Calico", ["calico/node"], ["calico-node", "canal"]),
        ("Cilium", ["cilium/cilium"], ["cilium", "anetd"]),
        ("Antrea", ["antrea/antrea-ubuntu", "antrea/antrea-agent-ubuntu", "antrea/antrea-agent-ubi"], ["antrea-agent"]),
        ("kube-router", ["cloudnativelabs/kube-router"], []),
        ("Weave Net with its policy controller", ["weaveworks/weave-npc"], []),
        ("OVN-Kubernetes", ["ovn-kubernetes/ovn-kube-ubuntu", "ovn-org/ovn-kubernetes/ovn-kube-ubuntu"], ["ovnkube-node"]),
        ("Kube-OVN", ["kubeovn/kube-ovn"], ["kube-ovn-cni"]),
        ("Azure Network Policy Manager", ["containernetworking/azure-npm"], ["azure-npm"]),
        ("kube-network-policies", ["networking/kube-network-policies"], []),
        ("Amazon VPC CNI network policy agent", ["amazon/aws-network-policy-agent"], []),
        ("kindnet", ["kindest/kindnetd"], []),
    ];

    private static readonly (string Name, string[] Images, string[] Agents)[] Plain =
    [
        ("flannel", ["flannel/flannel", "flannel-io/flannel", "coreos/flannel"], ["kube-flannel-ds", "kube-flannel"]),
        ("Amazon VPC CNI without its network policy agent", ["amazon-k8s-cni"], ["aws-node"]),
        ("Weave Net without its policy controller", ["weaveworks/weave-kube"], []),
        ("kindnet before network policy support", ["kindest/kindnetd"], []),
        ("kube-router with its firewall off", ["cloudnativelabs/kube-router"], []),
    ];

    /// <summary>First kindnetd image with network policy support (kind v0.24).</summary>
    private const string KindnetSince = "v20240813";

    public static NetworkEngine Detect(ClusterInventory inventory, Func<string, bool> isSystem)
    {
        var agents = inventory.All<DaemonSet>().Where(agent => agent.Spec.Template.Spec.HostNetwork == true)
            .OrderBy(agent => agent.Namespace, StringComparer.Ordinal).ThenBy(agent => agent.Name, StringComparer.Ordinal).ToList();
        return Find(agents, Enforcing, isSystem, enforces: true) ?? Find(agents, Plain, isSystem, enforces: false)
            ?? new NetworkEngine(null, "no known network plug-in", null);
    }

    private static NetworkEngine? Find(List<DaemonSet> agents, (string Name, string[] Images, string[] Agents)[] table, Func<string, bool> isSystem, bool enforces)
    {
        foreach (var agent in agents)
            foreach (var (name, images, names) in table)
                if (names.Contains(agent.Name) && (isSystem(agent.Namespace) || agent.Namespace.StartsWith("openshift-", StringComparison.Ordinal))
                    || agent.Spec.Template.Spec.Containers.Any(container => images.Any(image => Runs(container, image, enforces))))
                    return new(enforces, name, agent);
        return null;
    }

    private static bool Runs(Container container, string image, bool enforces)
    {
        if (ImageReference.Parse(container.Image) is not { } found)
            return false;
        var mirrored = $"mirrored-{image.Replace('/', '-')}";
        if (found.Path != image && !found.Path.EndsWith($"/{image}", StringComparison.Ordinal) && !found.Path.EndsWith(mirrored, StringComparison.Ordinal))
            return false;
        return !enforces || image switch
        {
            "amazon/aws-network-policy-agent" => container.Args.Concat(container.Command).Contains("--enable-network-policy=true"),
            "cloudnativelabs/kube-router" => !container.Args.Concat(container.Command).Contains("--run-firewall=false"),
            "kindest/kindnetd" => string.CompareOrdinal(found.Tag, KindnetSince) >= 0,
            _ => true,
        };
    }
}
