using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>What the objects show of who needs whom: Services and the workloads that name them in variables or arguments, ways in from outside, declared ports.</summary>
internal sealed class ServiceNeeds
{
    /// <summary>Labels that controllers put on pods and that change with them.</summary>
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "pod-template-hash", "controller-revision-hash", "pod-template-generation", "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "controller-uid",
        "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name", "batch.kubernetes.io/job-completion-index",
    };

    private readonly ILookup<string, NeedyWorkload> _workloads;
    private readonly ILookup<string, NetworkEntry> _entries;
    private readonly List<Service> _services;
    private readonly HashSet<(string Namespace, string Name)> _calledByServer;
    private readonly HashSet<ObjectRef> _entered;
    private readonly Dictionary<string, HashSet<(string Namespace, string Name)>> _named = new(StringComparer.Ordinal);
    private readonly ILookup<(string Namespace, string Name), NeedyWorkload> _callers;

    public ServiceNeeds(ClusterView view, Reachability reachability)
    {
        _workloads = reachability.Classes.Where(held => !held.IsOnHost).SelectMany(held => held.Members).GroupBy(member => member.Title).Select(Of)
            .OrderBy(workload => workload.Title, StringComparer.Ordinal).ToLookup(workload => workload.Namespace, StringComparer.Ordinal);
        _entries = reachability.Entries.ToLookup(entry => entry.Member.Title, StringComparer.Ordinal);
        _services = [.. view.Inventory.All<Service>().Where(service => service.Spec.Selector.Count > 0).OrderBy(service => $"{service.Ref}", StringComparer.Ordinal)];
        _calledByServer = [.. view.Inventory.All<WebhookConfiguration>().SelectMany(item => item.Webhooks).Select(hook => hook.ClientConfig.Service)
            .Concat(view.Inventory.All<ApiService>().Select(item => item.Spec.Service)).OfType<ServiceReference>().Select(service => (service.Namespace, service.Name))];
        var names = _services.Select(service => (service.Namespace, service.Name)).ToHashSet();
        _entered = [.. reachability.Entries.Select(entry => entry.Service)];
        foreach (var workload in _workloads.SelectMany(group => group))
            _named[workload.Title] = [.. ServiceNames.In(workload).Where(names.Contains)];
        _callers = _workloads.SelectMany(group => group).Where(workload => workload.Labels.Count > 0).OrderBy(workload => workload.Title, StringComparer.Ordinal)
            .SelectMany(workload => _named[workload.Title].Select(service => (Service: service, Caller: workload))).ToLookup(pair => pair.Service, pair => pair.Caller);
    }

    public IReadOnlyList<NeedyWorkload> WorkloadsOf(string ns) => [.. _workloads[ns]];

    public IEnumerable<NetworkNeed> Incoming(NeedyWorkload workload)
    {
        foreach (var entry in _entries[workload.Title].DistinctBy(entry => (entry.Route, entry.Ports)))
            yield return entry.Kind == NetworkEntryKind.Service
                ? new(null, entry.Ports, $"Service {entry.Service.Name} has an address outside of the cluster.")
                : new([new() { NamespaceSelector = new() }], entry.Ports,
                    $"{entry.Route.Kind} {entry.Route.Name} leads here through Service {entry.Service.Name}; narrow the peer to the namespace of what answers for it.");
        var services = ServicesOf(workload).ToList();
        foreach (var (service, ports) in services)
        {
            if (_calledByServer.Contains((service.Namespace, service.Name)))
                yield return new(null, ports, $"The API server calls Service {service.Name}.");
            var callers = CallersOf(service).ToList();
            if (callers.Count > 0)
                yield return new([.. callers.Select(caller => PeerOf(caller.Labels, caller.Namespace, workload.Namespace))], ports,
                    $"Service {service.Name} is named by {string.Join(", ", callers.Select(caller => caller.Title))}.");
            else if (!_entered.Contains(service.Ref))
                yield return new(PolicySuggestion.Own, ports, $"Service {service.Name}: nobody names it, so the pods of the namespace may use it.");
        }
        if (services.Count == 0 && DeclaredBy(workload) is { IsEmpty: false } declared)
            yield return new(PolicySuggestion.Own, declared, $"{workload.Title} declares these ports and has no Service; the pods of the namespace may use them.");
    }

    public IEnumerable<NetworkNeed> Outgoing(NeedyWorkload workload)
    {
        foreach (var service in _services)
        {
            var isNamed = _named[workload.Title].Contains((service.Namespace, service.Name));
            if (!isNamed && (service.Namespace != workload.Namespace || CallersOf(service).Any() || _entered.Contains(service.Ref)))
                continue;
            var ports = _workloads[service.Namespace].SelectMany(target => target.Members).Where(member => member.PodLabels.Matches(service.Spec.Selector))
                .Aggregate(PortSet.None, (open, member) => open.Union(ServicePorts.On(member.Spec, service.Spec.Ports, only: null)));
            if (!ports.IsEmpty && (service.Namespace != workload.Namespace || !workload.Labels.Matches(service.Spec.Selector)))
                yield return new([PeerOf(service.Spec.Selector, service.Namespace, workload.Namespace)], ports,
                    isNamed ? $"{workload.Title} names Service {service.Name}." : $"Service {service.Name}: nobody names it, so {workload.Title} may use it.");
        }
    }

    private IEnumerable<(Service Service, PortSet Ports)> ServicesOf(NeedyWorkload workload)
    {
        foreach (var service in _services)
        {
            if (service.Namespace != workload.Namespace)
                continue;
            var ports = workload.Members.Where(member => member.PodLabels.Matches(service.Spec.Selector))
                .Aggregate(PortSet.None, (open, member) => open.Union(ServicePorts.On(member.Spec, service.Spec.Ports, only: null)));
            if (!ports.IsEmpty)
                yield return (service, ports);
        }
    }

    /// <summary>A workload that names the Service before itself is no caller.</summary>
    private IEnumerable<NeedyWorkload> CallersOf(Service service) =>
        _callers[(service.Namespace, service.Name)].Where(workload => workload.Namespace != service.Namespace || !workload.Labels.Matches(service.Spec.Selector));

    private static PortSet DeclaredBy(NeedyWorkload workload) => workload.Members.SelectMany(member => member.Spec.Containers).SelectMany(container => container.Ports)
        .Aggregate(PortSet.None, (open, port) => port.Port is { } number && PolicyPorts.ProtocolOf(port.Protocol) is { } protocol
            ? open.Union(PortSet.Of(protocol, new(number, number))) : open);

    private static NetworkPolicyPeer PeerOf(StringMap labels, string ns, string own) => new()
    {
        PodSelector = new() { MatchLabels = labels },
        NamespaceSelector = ns == own ? null : new() { MatchLabels = StringMap.From([new(PolicySuggestion.NameLabel, ns)]) },
    };

    private static NeedyWorkload Of(IGrouping<string, NetworkMember> pods)
    {
        var members = pods.ToList();
        var shared = members[0].PodLabels.Where(pair => !Passing.Contains(pair.Key) && members.TrueForAll(member => member.PodLabels[pair.Key] == pair.Value));
        var ns = members[0].Source.Namespace;
        return new(pods.Key, pods.Key[(ns.Length + 1)..pods.Key.LastIndexOf('[')], ns, StringMap.From(shared), members);
    }
}
