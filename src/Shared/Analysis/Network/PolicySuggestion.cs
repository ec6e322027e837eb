using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>
/// The fewest NetworkPolicies that close a namespace and keep open what its objects show to be needed: DNS, ways in from outside (Ingress, Route, Gateway, load
/// balancer, webhook), Services for the workloads that name them, declared ports. What only shows at run time (calls to addresses outside of the cluster, to the
/// API server) is not in the objects and stays closed: the difference of the graph tells.
/// </summary>
public static class PolicySuggestion
{
    internal const string NameLabel = PodPolicyIndex.NameLabel;

    private static readonly NetworkPolicyPeer OwnPods = new() { PodSelector = new() };

    /// <summary>Empty when the namespace has no pods that policies select.</summary>
    public static IReadOnlyList<SuggestedPolicy> For(ClusterView view, Reachability reachability, string ns)
    {
        var needs = new ServiceNeeds(view, reachability);
        var workloads = needs.WorkloadsOf(ns);
        if (workloads.Count == 0)
            return [];
        List<SuggestedPolicy> policies =
        [
            Of(ns, "default-deny", new(), new() { PolicyTypes = ["Ingress", "Egress"] },
                ["Closes both directions for every pod of the namespace; what follows opens what is needed."]),
            Of(ns, "allow-dns", new(), new() { PolicyTypes = ["Egress"], Egress = [Dns] },
                ["Names are resolved by the cluster's DNS; adjust the selector where it carries another label."]),
        ];
        foreach (var workload in workloads)
            if (For(needs, ns, workload) is { } policy)
                policies.Add(policy);
        var taken = view.Inventory.All<NetworkPolicy>().Where(policy => policy.Namespace == ns).Select(policy => policy.Name).ToHashSet(StringComparer.Ordinal);
        return [.. policies.Select(policy => policy with { Policy = Renamed(policy.Policy, taken) })];
    }

    /// <summary>A name that is in use gets a number: applying a suggestion replaces no policy.</summary>
    private static NetworkPolicy Renamed(NetworkPolicy policy, HashSet<string> taken)
    {
        var name = policy.Name;
        for (var number = 2; !taken.Add(name); number++)
            name = $"{policy.Name}-{number}";
        return policy with { Metadata = policy.Metadata with { Name = name } };
    }

    /// <summary>The same cluster with the policies applied, for the difference that they make.</summary>
    public static ClusterView Apply(ClusterView view, IEnumerable<SuggestedPolicy> policies)
    {
        var inventory = new ClusterInventory();
        foreach (var item in view.Inventory.All().Concat(policies.Select(suggested => suggested.Policy)))
            inventory.Put(item);
        return new(view.Cluster, inventory, view.Policy);
    }

    private static SuggestedPolicy? For(ServiceNeeds needs, string ns, NeedyWorkload workload)
    {
        if (workload.Labels.Count == 0)
            return Of(ns, $"review-{workload.Name}", new(), new() { PolicyTypes = ["Ingress"] },
                [$"{workload.Title} has no labels of its own: no policy can select it alone. Give it one and ask again."]);
        var (ingress, egress, reasons) = (new List<NetworkPolicyRule>(), new List<NetworkPolicyRule>(), new List<string>());
        foreach (var need in needs.Incoming(workload))
        {
            ingress.Add(new() { From = need.Peers, Ports = PortsOf(need.Ports) });
            reasons.Add(need.Reason);
        }
        foreach (var need in needs.Outgoing(workload))
        {
            egress.Add(new() { To = need.Peers, Ports = PortsOf(need.Ports) });
            reasons.Add(need.Reason);
        }
        if (reasons.Count == 0)
            return null;
        string[] types = (ingress.Count, egress.Count) switch { (0, _) => ["Egress"], (_, 0) => ["Ingress"], _ => ["Ingress", "Egress"] };
        return Of(ns, $"allow-{workload.Name}", new() { MatchLabels = workload.Labels },
            new() { PolicyTypes = types, Ingress = ingress.Count == 0 ? null : ingress, Egress = egress.Count == 0 ? null : egress }, reasons);
    }

    private static NetworkPolicyRule Dns => new()
    {
        To =
        [
            new()
            {
                NamespaceSelector = new() { MatchLabels = StringMap.From([new(NameLabel, "kube-system")]) },
                PodSelector = new() { MatchLabels = StringMap.From([new("k8s-app", "kube-dns")]) },
            },
        ],
        Ports = [new() { Protocol = "UDP", Port = "53" }, new() { Protocol = "TCP", Port = "53" }],
    };

    internal static IReadOnlyList<NetworkPolicyPeer> Own => [OwnPods];

    private static SuggestedPolicy Of(string ns, string name, LabelSelector pods, NetworkPolicySpec spec, IReadOnlyList<string> reasons) => new(new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "NetworkPolicy",
        Metadata = new() { Name = name.Length <= 240 ? name : name[..240].TrimEnd('-', '.'), Namespace = ns },
        Spec = spec with { PodSelector = pods },
    }, reasons);

    private static List<NetworkPolicyPort> PortsOf(PortSet ports) => [.. PortSet.Protocols.SelectMany(protocol => ports.Ranges(protocol)
        .Select(range => new NetworkPolicyPort
        {
            Protocol = protocol.ToString().ToUpperInvariant(),
            Port = $"{range.First}",
            EndPort = range.First == range.Last ? null : range.Last,
        }))];
}
