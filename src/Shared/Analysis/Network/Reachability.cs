using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>
/// Who may connect to whom under NetworkPolicy, AdminNetworkPolicy, BaselineAdminNetworkPolicy and ClusterNetworkPolicy. Pods that policies cannot tell apart form
/// one class; a pair of pods is read from its pair of classes. Pods' addresses in address blocks count where they are known. Traffic of a node to its own pods
/// passes whatever policies say, and is not told apart here. Whether policies hold for pods on the network of their node is left open by the API, and most network
/// plug-ins do not hold them. Follows pods one by one, and is made anew when anything else changes; not for several threads.
/// </summary>
public sealed class Reachability
{
    private readonly ClusterView _view;
    private readonly NetworkClasses _classes;
    private readonly ILookup<string, RuledPolicy> _own;
    private readonly List<RuledPolicy> _clusterWide;
    private readonly Gate?[] _ingress;
    private readonly Gate?[] _egress;
    private IReadOnlyList<NetworkEntry>? _entries;

    public Reachability(ClusterView view)
        : this(view, holdsOnHost: false)
    {
    }

    /// <param name="view">The cluster.</param>
    /// <param name="holdsOnHost">Whether the network plug-in holds policies against pods on the network of their node as against any pod.</param>
    public Reachability(ClusterView view, bool holdsOnHost)
    {
        var own = view.Inventory.All<NetworkPolicy>().Select(RuledPolicies.Read).ToList();
        _clusterWide = [.. view.Inventory.All<AdminNetworkPolicy>().Select(RuledPolicies.Read).OfType<RuledPolicy>()
            .OrderBy(policy => policy.Priority).ThenBy(policy => policy.Source.Name, StringComparer.Ordinal)];
        _own = own.ToLookup(policy => policy.Source.Namespace, StringComparer.Ordinal);
        _classes = new(view, [.. own, .. _clusterWide], holdsOnHost);
        _ingress = new Gate?[Classes.Count];
        _egress = new Gate?[Classes.Count];
        Controller = new(-1, NetworkClassKind.Controller);
        _view = view;
    }

    /// <summary>All classes: pods, pods on the network of their node, addresses.</summary>
    public IReadOnlyList<NetworkClass> Classes => _classes.All;

    /// <summary>What answers for Ingresses, Routes and Gateways; stands in no list of classes.</summary>
    public NetworkClass Controller { get; }

    /// <summary>Ways from outside of the cluster to pods that its objects declare.</summary>
    public IReadOnlyList<NetworkEntry> Entries => _entries ??= [.. new NetworkEntries(_view, Classes).All()];

    /// <summary>Addresses in the order of their ranges, cut where a rule of ingress (for sources) or of egress (for destinations) begins or ends.</summary>
    public IEnumerable<(AddressRange Range, NetworkClass Ends)> RangesOf(bool sources) =>
        (sources ? _classes.SourceRanges : _classes.DestinationRanges).Select(range => (range, _classes.Of(range)));

    /// <summary>The class of a pod, or of a workload without pods; null when it is unknown or has ended.</summary>
    public NetworkClass? ClassOf(ObjectRef member) => _classes.Of(member);

    /// <summary>Follows one pod; false when this takes other classes than there are: then it is made anew.</summary>
    internal bool Follow(InventoryChange change)
    {
        _entries = null;
        return _classes.Follow(change);
    }

    /// <summary>Whether some NetworkPolicy isolates pods in a direction: what none allows is then denied.</summary>
    public bool Isolates(NetworkClass pods, bool isEgress) => GateOf(pods, isEgress).Own.Count > 0;

    /// <summary>What may pass between two pods, or workloads without pods; null when one is unknown. A pod always reaches itself.</summary>
    public NetworkVerdict? Between(ObjectRef source, ObjectRef destination)
    {
        if (ClassOf(source) is not { } from || ClassOf(destination) is not { } to)
            return null;
        return source == destination && source.Kind == "Pod" ? new(PortSet.All, DirectionVerdict.Open, DirectionVerdict.Open, []) : Between(from, to);
    }

    /// <summary>What may pass from any member of one class to any other end of another.</summary>
    public NetworkVerdict Between(NetworkClass source, NetworkClass destination)
    {
        var egress = Judge(source, destination, isEgress: true);
        var ingress = Judge(destination, source, isEgress: false);
        return new(egress.Allowed.Intersect(ingress.Allowed), egress, ingress,
            [.. source.NotModelled.Union(destination.NotModelled).Union(egress.Unsure).Union(ingress.Unsure)]);
    }

    private DirectionVerdict Judge(NetworkClass subject, NetworkClass peer, bool isEgress)
    {
        var gate = GateOf(subject, isEgress);
        if (gate.IsOpen)
            return DirectionVerdict.Open;
        var (decisions, unsure) = (new List<NetworkDecision>(), new List<ObjectRef>());
        var destination = isEgress ? peer : subject;
        var (allowed, rest) = InOrder(gate.Admin, PortSet.All, peer, destination, decisions, unsure);
        if (gate.Own.Count == 0)
        {
            var (more, unasked) = InOrder(gate.Baseline, rest, peer, destination, decisions, unsure);
            return new(allowed.Union(more).Union(unasked), decisions) { Unsure = unsure };
        }
        var opened = PortSet.None;
        foreach (var (policy, rule) in gate.Own)
        {
            if (rule?.Matches(peer) != true || rule.Ports.On(destination).Intersect(rest) is not { IsEmpty: false } ports)
                continue;
            opened = opened.Union(ports);
            decisions.Add(new(policy, rule.Path, NetworkEffect.Allows, ports));
        }
        if (rest.Except(opened) is { IsEmpty: false } closed)
            decisions.AddRange(gate.Own.Select(entry => entry.Policy).Distinct().Select(policy => new NetworkDecision(policy, "", NetworkEffect.Isolates, closed)));
        return new(allowed.Union(opened), decisions) { Unsure = unsure };
    }

    /// <summary>First match decides; what is passed on or met by no rule is left over.</summary>
    private static (PortSet Allowed, PortSet Left) InOrder(
        IReadOnlyList<(ObjectRef Policy, PolicyRule? Rule)> rules, PortSet asked, NetworkClass peer, NetworkClass destination, List<NetworkDecision> decisions,
        List<ObjectRef> unsure)
    {
        var (allowed, passed, open) = (PortSet.None, PortSet.None, asked);
        foreach (var (policy, rule) in rules)
        {
            if (open.IsEmpty)
                break;
            var isMet = rule?.Matches(peer) == true;
            if (rule is null || !(isMet || rule.MayMeet(peer)) || rule.Ports.On(destination).Intersect(open) is not { IsEmpty: false } ports)
                continue;
            if (!isMet)
            {
                unsure.Add(policy);
                continue;
            }
            open = open.Except(ports);
            allowed = rule.Effect == NetworkEffect.Allows ? allowed.Union(ports) : allowed;
            passed = rule.Effect == NetworkEffect.Passes ? passed.Union(ports) : passed;
            decisions.Add(new(policy, rule.Path, rule.Effect, ports));
        }
        return (allowed, open.Union(passed));
    }

    private Gate GateOf(NetworkClass subject, bool isEgress)
    {
        if (subject.Kind != NetworkClassKind.Pods)
            return Gate.Open;
        var gates = isEgress ? _egress : _ingress;
        return gates[subject.Index] ??= Build(subject, isEgress);
    }

    private Gate Build(NetworkClass subject, bool isEgress)
    {
        List<(ObjectRef, PolicyRule?)> Rules(IEnumerable<RuledPolicy> policies) => [.. policies.Where(policy => policy.Selects(subject))
            .SelectMany(policy => isEgress ? RulesOf(policy, policy.Egress) : RulesOf(policy, policy.Ingress))];
        return new(Rules(_clusterWide.Where(policy => policy.Tier == PolicyTier.Admin)), Rules(_own[subject.Namespace]),
            Rules(_clusterWide.Where(policy => policy.Tier == PolicyTier.Baseline)));
    }

    /// <summary>A policy without rules isolates all the same: it stands there with none.</summary>
    private static IEnumerable<(ObjectRef, PolicyRule?)> RulesOf(RuledPolicy policy, IReadOnlyList<PolicyRule>? rules)
    {
        if (rules is { Count: 0 } && policy.Tier == PolicyTier.Namespace)
            yield return (policy.Source, null);
        foreach (var rule in rules ?? [])
            yield return (policy.Source, rule);
    }

    /// <summary>The rules that have a say about one class in one direction, in the order of the tiers.</summary>
    private sealed record Gate(
        IReadOnlyList<(ObjectRef Policy, PolicyRule? Rule)> Admin, IReadOnlyList<(ObjectRef Policy, PolicyRule? Rule)> Own,
        IReadOnlyList<(ObjectRef Policy, PolicyRule? Rule)> Baseline)
    {
        public static readonly Gate Open = new([], [], []);

        public bool IsOpen => Admin.Count == 0 && Own.Count == 0 && Baseline.Count == 0;
    }
}
