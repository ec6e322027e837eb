using System.Collections.Frozen;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Components that join clusters into a fleet: their API groups, the namespaces they run in, and the accounts of their agents.</summary>
internal static class FleetHubs
{
    public const string KarmadaClusters = "cluster.karmada.io";
    public const string KarmadaPolicies = "policy.karmada.io";
    public const string OcmClusters = "cluster.open-cluster-management.io";
    public const string KubeFed = "core.kubefed.io";
    public const string Argo = "argoproj.io";

    /// <summary>Where the controllers of Flux and the platform's own delivery lie.</summary>
    public const string FluxHome = "flux-system";

    /// <summary>Clusters that Karmada knows; its control plane is an API server of its own and a source of its own.</summary>
    public static readonly KindRef KarmadaCluster = new(KarmadaClusters, "Cluster");

    /// <summary>Clusters that Open Cluster Management knows.</summary>
    public static readonly KindRef ManagedCluster = new(OcmClusters, "ManagedCluster");

    /// <summary>Boundaries of Argo CD; every installation has at least one.</summary>
    public static readonly KindRef ArgoProject = new(Argo, "AppProject");

    private static readonly FrozenSet<string> Namespaces = new[]
    {
        "argocd", "flux-system", "karmada-system", "karmada-cluster", "kube-federation-system", "open-cluster-management", "open-cluster-management-hub",
        "open-cluster-management-agent", "open-cluster-management-agent-addon", "cattle-system", "cattle-fleet-system", "capi-system",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Documented accounts; a name that ends in <c>*</c> is a prefix.</summary>
    private static readonly (string Namespace, string Name, string Product)[] Agents =
    [
        ("kube-system", "argocd-manager", "Argo CD"), ("open-cluster-management-agent", "klusterlet*", "Open Cluster Management"),
        ("open-cluster-management", "klusterlet*", "Open Cluster Management"), ("karmada-system", "karmada-agent*", "Karmada"),
        ("karmada-cluster", "karmada-*", "Karmada"), ("cattle-fleet-system", "fleet-agent*", "Fleet"), ("cattle-fleet-local-system", "fleet-agent*", "Fleet"),
        ("cattle-system", "cattle*", "Rancher"), ("kube-federation-system", "*", "KubeFed"), ("flux-system", "kustomize-controller", "Flux"),
        ("flux-system", "helm-controller", "Flux"),
    ];

    /// <summary>Whether a namespace belongs to a fleet component itself.</summary>
    public static bool IsHub(string ns) => Namespaces.Contains(ns);

    /// <summary>The product whose agent a subject is; null when it is none.</summary>
    public static string? AgentOf(Subject subject, string bindingNamespace)
    {
        var (ns, name) = subject switch
        {
            { Kind: "ServiceAccount" } => (subject.Namespace ?? bindingNamespace, subject.Name),
            { Kind: "User" } when subject.Name.Split(':') is ["system", "serviceaccount", var of, var account] => (of, account),
            _ => ("", ""),
        };
        foreach (var agent in Agents)
            if (agent.Namespace == ns && (agent.Name.EndsWith('*') ? name.StartsWith(agent.Name[..^1], StringComparison.Ordinal) : name == agent.Name))
                return agent.Product;
        return null;
    }

    /// <summary>
    /// Somebody beside the platform and the fleet components who is granted a right in a namespace, or in the whole cluster when it is null; null when nobody
    /// is. The first by the name of the binding, so that the answer is stable.
    /// </summary>
    public static (AccessBinding Binding, Subject Holder)? OutsiderWith(ClusterView view, string? ns, Func<PolicyRule, bool> grants)
    {
        (AccessBinding Binding, Subject Holder)? found = null;
        foreach (var binding in view.Access.Bindings)
            if ((binding.Namespace is null || binding.Namespace == ns) && binding.Rules.Any(grants) && !view.Access.IsShipped(binding.Object)
                && binding.Holders.FirstOrDefault(holder => IsOutsider(holder, binding, view)) is { } holder
                && (found is null || string.CompareOrdinal(binding.Object.Ref.ToString(), found.Value.Binding.Object.Ref.ToString()) < 0))
                found = (binding, holder);
        return found;
    }

    /// <summary>Whether a rule lets its holder decide what objects of a kind say: whoever changes one has no need to make one.</summary>
    public static bool Writes(PolicyRule rule, string group, string resource) => RuleMatch.Allows(rule, group, resource, "create")
        || (RuleMatch.Reaches(rule, group, resource) && RuleMatch.FirstVerb(rule, "update", "patch") is not null);

    private static bool IsOutsider(Subject holder, AccessBinding binding, ClusterView view) =>
        !PlatformSubjects.IsPlatform(holder, binding.Object.Namespace, view)
        && !(holder.Kind == "ServiceAccount" && IsHub(holder.Namespace ?? binding.Object.Namespace)) && AgentOf(holder, binding.Object.Namespace) is null;
}
