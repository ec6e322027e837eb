using Posture.Analysis.Indexes;
using Posture.Model.Federation;
using Posture.Model.Inventory;

namespace Posture.Analysis.Federation;

/// <summary>The part of a digest about namespaces: Pod Security level, default-deny, owner, and whether anything reaches other clusters by its name.</summary>
internal static class NamespaceAspect
{
    /// <summary>Objects of a namespace that act on, or come from, namespaces of the same name in other clusters.</summary>
    public static readonly IReadOnlyList<KindRef> Sharing =
    [
        new("multicluster.x-k8s.io", "ServiceExport"), new("multicluster.x-k8s.io", "ServiceImport"), new("networking.karmada.io", "MultiClusterService"),
        new("networking.karmada.io", "MultiClusterIngress"), new("policy.karmada.io", "PropagationPolicy"),
    ];

    private static readonly KindRef Namespaces = new("", "Namespace");

    public static IReadOnlyDictionary<string, NamespaceDigest>? Of(ClusterView view)
    {
        var inventory = view.Inventory;
        if (!inventory.Covers(Namespaces))
            return null;
        var shared = Sharing.SelectMany(inventory.All).Select(item => item.Namespace).ToHashSet(StringComparer.Ordinal);
        var digests = new SortedDictionary<string, NamespaceDigest>(StringComparer.Ordinal);
        foreach (var ns in inventory.All<Namespace>())
            digests[ns.Name] = new(LevelOf(view, ns.Name), Denies(view, ns.Name, ingress: true), Denies(view, ns.Name, ingress: false), OwnersOf(view, ns), shared.Contains(ns.Name));
        return digests;
    }

    /// <summary>The level in force; a namespace that is surely without one is privileged.</summary>
    private static string? LevelOf(ClusterView view, string ns) => view.PodSecurity.EnforcedIn(ns) switch
    {
        { Unknown: not null } => null,
        { Level: null or "privileged" } => "privileged",
        { Level: ("baseline" or "restricted") and var level } => level,
        _ => null,
    };

    private static bool Denies(ClusterView view, string ns, bool ingress)
    {
        foreach (var policy in view.PodPolicies.In(ns).All)
            if (policy.Pods is null && (ingress ? policy.Ingress == Isolation.DenyAll : policy.Egress is Isolation.DenyAll or Isolation.DnsOnly))
                return true;
        return false;
    }

    /// <summary>Values are hashed: a tenant's name is told to no other cluster.</summary>
    private static SortedDictionary<string, string> OwnersOf(ClusterView view, Namespace ns)
    {
        var owners = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in view.Policy.OwnerLabels)
            if (ns.Metadata.Labels[label] is { Length: > 0 } value)
                owners[label] = AspectHash.Of(label, value);
        return owners;
    }
}
