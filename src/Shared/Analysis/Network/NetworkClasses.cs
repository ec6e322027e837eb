using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>Sorts pods and addresses into classes. Bounded by the pods of the cluster and twice the address blocks of its policies.</summary>
internal sealed partial class NetworkClasses
{
    private readonly ClusterView _view;
    private readonly bool _holdsOnHost;
    private readonly AddressSpace _addresses;
    private readonly HashSet<string> _labels;
    private readonly HashSet<string> _portNames;
    private readonly List<NetworkClass> _classes = [];
    private readonly Dictionary<Key, NetworkClass> _byKey = [];
    private readonly Dictionary<(bool IsV6, BlockSet Blocks), NetworkClass> _byBlocks = [];
    private readonly Dictionary<ObjectRef, NetworkClass> _byMember = [];
    private readonly Dictionary<string, List<PodPolicy>> _foreign = new(StringComparer.Ordinal);

    public NetworkClasses(ClusterView view, IReadOnlyCollection<RuledPolicy> policies, bool holdsOnHost)
    {
        _view = view;
        _holdsOnHost = holdsOnHost;
        var rules = policies.SelectMany(policy => policy.Rules).ToList();
        _addresses = new(BlocksOf(rules));
        SourceRanges = [.. new AddressSpace(BlocksOf(policies.SelectMany(policy => policy.Ingress ?? []))).Ranges];
        DestinationRanges = [.. new AddressSpace(BlocksOf(policies.SelectMany(policy => policy.Egress ?? []))).Ranges];
        _labels = [.. policies.SelectMany(policy => policy.PodSelectors).SelectMany(LabelsOf)];
        _portNames = [.. rules.SelectMany(rule => rule.Ports.Names).Select(port => port.Name)];
        foreach (var workload in view.Workloads.All)
            Add(workload);
        foreach (var pod in view.Workloads.MirrorPods)
            Add(new(pod, null), pod.Metadata.Labels, pod.Spec, pod.Status);
        foreach (var (ranges, blocks) in _addresses.Parts)
        {
            var held = new NetworkClass(_classes.Count, NetworkClassKind.Addresses) { Ranges = ranges, Blocks = blocks };
            _byBlocks[(ranges[0].IsV6, blocks)] = held;
            _classes.Add(held);
        }
    }

    /// <summary>Addresses that no rule of ingress tells apart, in their order.</summary>
    public IReadOnlyList<AddressRange> SourceRanges { get; }

    /// <summary>Addresses that no rule of egress tells apart, in their order.</summary>
    public IReadOnlyList<AddressRange> DestinationRanges { get; }

    public IReadOnlyList<NetworkClass> All => _classes;

    /// <summary>The class of the first address of a range.</summary>
    public NetworkClass Of(AddressRange range) => _byBlocks[(range.IsV6, _addresses.Of(range))];

    public NetworkClass? Of(ObjectRef member) => _byMember.GetValueOrDefault(member);

    private static List<AddressBlock> BlocksOf(IEnumerable<PolicyRule> rules) =>
        [.. rules.SelectMany(rule => rule.Peers ?? []).Select(peer => peer.Block).OfType<AddressBlock>()];

    private static IEnumerable<string> LabelsOf(LabelSelector selector) =>
        selector.MatchLabels.Select(pair => pair.Key).Concat(selector.MatchExpressions.Select(term => term.Key));

    /// <summary>Live pods; the template where there is none. A PodTemplate runs nothing by itself.</summary>
    private void Add(Workload workload)
    {
        foreach (var pod in workload.Pods)
            if (!HasEnded(pod))
                Add(new(pod, workload), pod.Metadata.Labels, pod.Spec, pod.Status);
        if (workload.Pods.Count == 0 && workload.Object is not PodTemplate)
            Add(new(workload.Object, workload), workload.PodLabels, workload.Template.Spec, null);
    }

    private static bool HasEnded(Pod pod) => pod.Status?.Phase is "Succeeded" or "Failed";

    private void Add(NetworkMember member, StringMap labels, PodSpec spec, PodStatus? status)
    {
        var (key, foreign) = KeyOf(member.Source.Namespace, labels, spec, status);
        if (!_byKey.TryGetValue(key, out var held))
        {
            var isFree = key.IsOnHost && !_holdsOnHost;
            _byKey[key] = held = new(_classes.Count, isFree ? NetworkClassKind.HostPods : NetworkClassKind.Pods)
            {
                IsOnHost = key.IsOnHost,
                Namespace = key.Namespace,
                NamespaceLabels = isFree ? StringMap.Empty : _view.PodPolicies.In(key.Namespace).Labels,
                Labels = isFree ? StringMap.Empty : StringMap.From(labels.Where(pair => _labels.Contains(pair.Key))),
                Ports = [.. PortsOf(spec)],
                Blocks = key.Blocks,
                NotModelled = foreign,
            };
            _classes.Add(held);
        }
        held.Add(member);
        _byMember[member.Source.Ref] = held;
    }

    private (Key Key, List<ObjectRef> Foreign) KeyOf(string ns, StringMap labels, PodSpec spec, PodStatus? status)
    {
        var isOnHost = spec.HostNetwork == true;
        var isFree = isOnHost && !_holdsOnHost;
        List<ObjectRef> foreign = isFree
            ? []
            : [.. ForeignIn(ns).Where(policy => policy.Selects(_view.PodPolicies.In(ns).Labels, labels)).Select(policy => policy.Source.Ref).Distinct()];
        return (new(isOnHost, isFree ? "" : ns, isFree ? "" : Text(labels), Text(PortsOf(spec)), string.Join('\n', foreign), _addresses.Of(status)), foreign);
    }

    /// <summary>Policies of Cilium and Calico that reach into a namespace.</summary>
    private List<PodPolicy> ForeignIn(string ns)
    {
        if (!_foreign.TryGetValue(ns, out var held))
            _foreign[ns] = held = [.. _view.PodPolicies.In(ns).All.Where(policy => policy.Source is GenericObject)];
        return held;
    }

    private string Text(StringMap labels) => string.Join('\n', labels.Where(pair => _labels.Contains(pair.Key))
        .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    private static string Text(IEnumerable<NamedPort> ports) => string.Join('\n', ports.Select(port => $"{port.Name}={port.Protocol}/{port.Port}"));

    private IEnumerable<NamedPort> PortsOf(PodSpec spec)
    {
        if (_portNames.Count == 0)
            yield break;
        foreach (var port in ServicePorts.Declared(spec))
            if (port is { Name: { } name, Port: { } number } && _portNames.Contains(name) && PolicyPorts.ProtocolOf(port.Protocol) is { } protocol)
                yield return new(name, protocol, number);
    }

    private sealed record Key(bool IsOnHost, string Namespace, string Labels, string Ports, string Foreign, BlockSet Blocks);
}
