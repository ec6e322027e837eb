using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Every network policy by the namespace it reaches, with what it does to which pods. Built once, dropped when a policy or a namespace changes. Bounded by the
/// policies of the cluster; each namespace's list is made when it is first asked for.
/// </summary>
internal sealed class PodPolicyIndex
{
    /// <summary>Label with the namespace's name that every namespace has; stands in for the name when namespaces are selected.</summary>
    public const string NameLabel = "kubernetes.io/metadata.name";

    /// <summary>The same under Calico.</summary>
    public const string CalicoNameLabel = "projectcalico.org/name";

    /// <summary>Kinds that the index is built from, for <c>Reads</c>; labels of namespaces count too.</summary>
    public static readonly IReadOnlyList<KindRef> Kinds =
    [
        new("", "Namespace"), new("networking.k8s.io", "NetworkPolicy"), new("policy.networking.k8s.io", "AdminNetworkPolicy"),
        new("policy.networking.k8s.io", "BaselineAdminNetworkPolicy"), new("policy.networking.k8s.io", "ClusterNetworkPolicy"),
        new("cilium.io", "CiliumNetworkPolicy"), new("cilium.io", "CiliumClusterwideNetworkPolicy"), new("crd.projectcalico.org", "GlobalNetworkPolicy"),
        new("projectcalico.org", "GlobalNetworkPolicy"), new("crd.projectcalico.org", "NetworkPolicy"), new("projectcalico.org", "NetworkPolicy"),
    ];

    private readonly Func<string, Namespace?> _namespaceOf;
    private readonly Dictionary<string, List<PodPolicy>> _own = new(StringComparer.Ordinal);
    private readonly List<PodPolicy> _clusterWide = [];
    private readonly Dictionary<string, NamespacePolicies> _reaching = new(StringComparer.Ordinal);

    internal PodPolicyIndex(ClusterInventory inventory, Func<string, Namespace?> namespaceOf)
    {
        _namespaceOf = namespaceOf;
        var policies = inventory.All<NetworkPolicy>().Select(KubernetesPolicies.Read)
            .Concat(inventory.All<AdminNetworkPolicy>().SelectMany(KubernetesPolicies.Read))
            .Concat(inventory.Generic("cilium.io").SelectMany(CiliumPolicies.Read))
            .Concat(inventory.Generic("crd.projectcalico.org").SelectMany(CalicoPolicies.Read))
            .Concat(inventory.Generic("projectcalico.org").SelectMany(CalicoPolicies.Read));
        foreach (var policy in policies)
        {
            if (policy.Source.Namespace is not { Length: > 0 } ns)
                _clusterWide.Add(policy);
            else if (_own.TryGetValue(ns, out var held))
                held.Add(policy);
            else
                _own[ns] = [policy];
        }
    }

    /// <summary>Policies that reach into a namespace.</summary>
    public NamespacePolicies In(string ns)
    {
        if (_reaching.TryGetValue(ns, out var held))
            return held;
        var labels = LabelsOf(ns);
        var reaching = new List<PodPolicy>();
        if (_own.TryGetValue(ns, out var own))
            reaching.AddRange(own);
        foreach (var policy in _clusterWide)
            if (policy.Namespaces is null || policy.Namespaces(labels))
                reaching.Add(policy);
        return _reaching[ns] = new(labels, [.. reaching.OrderBy(policy => policy.Pods is not null).ThenBy(policy => policy.Title, StringComparer.Ordinal)]);
    }

    private StringMap LabelsOf(string ns)
    {
        KeyValuePair<string, string>[] fixedLabels = [new(NameLabel, ns), new(CalicoNameLabel, ns)];
        return StringMap.From(fixedLabels.Concat(_namespaceOf(ns)?.Metadata.Labels ?? StringMap.Empty));
    }
}

/// <summary>The policies that reach into one namespace: those that select every pod first, then by title.</summary>
internal sealed record NamespacePolicies(StringMap Labels, IReadOnlyList<PodPolicy> All)
{
    /// <summary>The first policy that isolates pods with these labels for incoming traffic; null when none does.</summary>
    public PodPolicy? IngressOf(StringMap podLabels)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i].Ingress != Isolation.None && All[i].Selects(Labels, podLabels))
                return All[i];
        return null;
    }

    /// <summary>The first policy that isolates pods with these labels for outgoing traffic; null when none does.</summary>
    public PodPolicy? EgressOf(StringMap podLabels)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i].Egress != Isolation.None && All[i].Selects(Labels, podLabels))
                return All[i];
        return null;
    }
}
