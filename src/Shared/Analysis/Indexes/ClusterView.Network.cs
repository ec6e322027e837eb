using Posture.Analysis.Catalogue;
using Posture.Analysis.Network;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    /// <summary>Changed pods that wait for a question about reachability; past it they are followed without one.</summary>
    private const int MaxWaiting = 256;

    private static readonly KindRef PodKind = new("", "Pod");

    /// <summary>Pods that changed since reachability was asked for, as it knows them.</summary>
    private readonly Dictionary<ObjectRef, KubeObject?> _waiting = [];

    private PodPolicyIndex? _podPolicies;
    private ServiceIndex? _services;
    private EndpointIndex? _endpoints;
    private GatewayIndex? _gateways;
    private NetworkEngine? _networkEngine;
    private string? _publicNode;
    private bool? _defaultCertificate;
    private bool? _isOnCloud;
    private bool? _subPathFlaw;
    private HostIndex? _hosts;
    private UserNamespaceIndex? _userNamespaces;
    private HashSet<string>? _nameServers;
    private Reachability? _reachability;

    /// <summary>Network policies of every kind by the namespace they reach.</summary>
    internal PodPolicyIndex PodPolicies => _podPolicies ??= new(Inventory, NamespaceOf);

    /// <summary>Who may connect to whom; made when somebody asks; follows pods, and is dropped when policies, workloads or ways in change.</summary>
    public Reachability Reachability
    {
        get
        {
            FollowWaiting();
            return _reachability ??= new(this);
        }
    }

    /// <summary>Services and the routes to them.</summary>
    internal ServiceIndex Services => _services ??= new(Inventory, Gateways);

    /// <summary>Which Services have ready endpoints.</summary>
    internal EndpointIndex Endpoints => _endpoints ??= new(Inventory);

    /// <summary>Routes and reference grants of the Gateway API.</summary>
    internal GatewayIndex Gateways => _gateways ??= new(Inventory);

    /// <summary>The network plug-in, as far as its agents show it.</summary>
    internal NetworkEngine NetworkEngine => _networkEngine ??= NetworkEngine.Detect(Inventory, IsSystem);

    /// <summary>A node with a public address, as "name (address)"; empty when no node has one.</summary>
    internal string PublicNode => _publicNode ??= Inventory.All<Node>()
        .SelectMany(node => node.Status.Addresses.Where(address => NetworkAddress.IsPublic(address.Address) == true)
            .Select(address => $"{node.Name} ({address.Address})"))
        .Order(StringComparer.Ordinal).FirstOrDefault() ?? "";

    /// <summary>Whether some kubelet follows links out of a volume (CVE-2021-25741).</summary>
    internal bool HasSubPathFlaw => _subPathFlaw ??= Inventory.All<Node>()
        .Any(node => KnownFlaws.Of(KnownFlaws.Component.Kubelet, node.Status.NodeInfo.KubeletVersion).Any(flaw => flaw.Id == "CVE-2021-25741"));

    /// <summary>Which namespaces claim a host.</summary>
    internal HostIndex Hosts => _hosts ??= new(Inventory);

    /// <summary>Which nodes run pods in user namespaces.</summary>
    internal UserNamespaceIndex UserNamespaces => _userNamespaces ??= new(Inventory);

    /// <summary>Addresses at which the cluster resolves names: Services that offer port 53, and nodes.</summary>
    internal IReadOnlySet<string> NameServers => _nameServers ??= Inventory.All<Service>().Where(service => service.Spec.Ports.Any(port => port.Port == 53))
        .Select(service =>
            service.Spec.ClusterIP ?? "").Concat(Inventory.All<Node>().SelectMany(node => node.Status.Addresses).Select(address => address.Address))
        .Where(address => address.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether some node is a machine of a cloud provider.</summary>
    internal bool IsOnCloud => _isOnCloud ??= Inventory.All<Node>().Any(MetadataService.IsCloud);

    /// <summary>Whether some ingress controller has a certificate for hosts that name none.</summary>
    internal bool HasDefaultCertificate => _defaultCertificate ??= Workloads.All.Any(workload => IngressControllers.NamesCertificate(workload.Object));

    private static bool IsOfReachability(InventoryChange change) => PodPolicyIndex.Kinds.Contains(change.Kind) || Workload.Kinds.Contains(change.Kind)
        || ServiceIndex.RouteKinds.Contains(change.Kind) || change.Subject is Service;

    /// <summary>
    /// A pod that goes leaves its class empty and takes reachability with it, unless the pod that replaces it is there: so changes wait until somebody asks, and those
    /// that come are followed first.
    /// </summary>
    private void FollowWaiting()
    {
        foreach (var comes in (ReadOnlySpan<bool>)[true, false])
            foreach (var (pod, before) in _waiting)
                if (Inventory.Find(PodKind, pod.Namespace, pod.Name) is var after && (after is not null) == comes && (before ?? after) is not null
                    && _reachability?.Follow(new(before, after)) == false)
                    _reachability = null;
        _waiting.Clear();
    }

    private void ApplyToReachability(InventoryChange change)
    {
        if (_reachability is null || !IsOfReachability(change))
            return;
        if (change.Subject is not Pod)
        {
            _reachability = null;
            _waiting.Clear();
            return;
        }
        _waiting.TryAdd(change.Subject.Ref, change.Before);
        if (_waiting.Count > MaxWaiting)
            FollowWaiting();
    }

    private void ApplyToNetwork(InventoryChange change)
    {
        if (PodPolicyIndex.Kinds.Contains(change.Kind))
            _podPolicies = null;
        ApplyToReachability(change);
        if (change.Subject is Service || ServiceIndex.RouteKinds.Contains(change.Kind))
            _services = null;
        if (change.Subject is EndpointSlice)
            _endpoints = null;
        if (change.Subject is GatewayRoute or ReferenceGrant)
            _gateways = null;
        if (change.Subject is DaemonSet)
            _networkEngine = null;
        if (change.Subject is Pod ? IngressControllers.NamesCertificate(change.Before) || IngressControllers.NamesCertificate(change.After) : Workload.AllKinds.Contains(change.Kind))
            _defaultCertificate = null;
        if (change.Subject is Node)
            (_publicNode, _isOnCloud, _subPathFlaw, _userNamespaces) = (null, null, null, null);
        if (change.Subject is Node or Service)
            _nameServers = null;
        if (change.Subject is Ingress)
            _hosts = null;
    }
}
