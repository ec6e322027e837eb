using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Reads NetworkPolicy and the cluster-scoped policies of policy.networking.k8s.io.</summary>
internal static class KubernetesPolicies
{
    public static PodPolicy Read(NetworkPolicy policy)
    {
        var spec = policy.Spec;
        var selector = spec.PodSelector;
        return new(policy, null, selector.IsEmpty ? null : (_, labels) => selector.Matches(labels),
            IsIngress(spec) ? Of(spec.Ingress, egress: false) : Isolation.None, IsEgress(spec) ? Of(spec.Egress, egress: true) : Isolation.None);
    }

    /// <summary>policyTypes absent means Ingress (rule R14).</summary>
    public static bool IsIngress(NetworkPolicySpec spec) => spec.PolicyTypes.Count == 0 || spec.PolicyTypes.Contains("Ingress");

    /// <summary>policyTypes absent means Egress too, but only when there are egress rules (rule R14).</summary>
    public static bool IsEgress(NetworkPolicySpec spec) => spec.PolicyTypes.Count == 0 ? spec.Egress is { Count: > 0 } : spec.PolicyTypes.Contains("Egress");

    /// <summary>Whether a rule allows DNS only: port 53, or 5353 where the cluster's DNS pods listen (OpenShift).</summary>
    public static bool IsDnsOnly(NetworkPolicyRule rule) => rule.Ports.Count > 0 && rule.Ports.All(port => IsDnsPort(port.Port) && port.EndPort is null or 53 or 5353);

    public static bool IsDnsPort(string? port) => port is "53" or "5353";

    /// <summary>AdminNetworkPolicy, BaselineAdminNetworkPolicy and ClusterNetworkPolicy isolate nobody; what counts is a rule that denies every peer.</summary>
    public static IEnumerable<PodPolicy> Read(AdminNetworkPolicy policy)
    {
        if (SubjectOf(policy) is not var (namespaces, pods))
            yield break;
        yield return new(policy, namespaces.Matches, pods.IsEmpty ? null : (_, labels) => pods.Matches(labels),
            Of(policy.Spec.Field("ingress"), "from", IsEveryPod),
            Of(policy.Spec.Field("egress"), "to", IsEveryAddress))
        {
            OpenEgress = IsBaseline(policy) ? null : OpenRule(policy.Spec.Field("egress")),
        };
    }

    private static bool IsEveryAddress(JsonElement? peer) => peer.Field("networks").Texts().Any(NetworkAddress.IsEverywhere);

    /// <summary>The first rule over every address and port, when it accepts.</summary>
    private static string? OpenRule(JsonElement? rules)
    {
        foreach (var (index, rule) in rules.Items().Index())
            if (!NamesPorts(rule) && rule.Field("to").Items().Any(IsEveryAddress))
                return rule.Text("action") is "Allow" or "Accept" ? PathOf(egress: true, index) : null;
        return null;
    }

    /// <summary>Where a rule stands in its policy.</summary>
    public static string PathOf(bool egress, int place) => $"spec.{(egress ? "egress" : "ingress")}[{place}]";

    /// <summary>Whether a cluster-scoped policy is asked last, where no policy of a namespace decides; in the other tier it is asked first.</summary>
    public static bool IsBaseline(AdminNetworkPolicy policy) => policy.Kind == "BaselineAdminNetworkPolicy" || policy.Spec.Text("tier") == "Baseline";

    /// <summary>The pods that a cluster-scoped policy is about; null when it names none. Pods without a selector of namespaces are those of every namespace.</summary>
    public static (LabelSelector Namespaces, LabelSelector Pods)? SubjectOf(AdminNetworkPolicy policy)
    {
        var subject = policy.Spec.Field("subject");
        var namespaces = subject.Field("namespaces") is { } held ? ((JsonElement?)held).Selector() : NamespacesOf(subject.Field("pods"));
        return namespaces is null ? null : (namespaces, subject.Field("pods", "podSelector").Selector() ?? new());
    }

    /// <summary>The namespaces of a selector of namespaced pods; null when it is none. The API asks for the field; its types read an absent one as empty.</summary>
    public static LabelSelector? NamespacesOf(JsonElement? pods)
    {
        if (pods is not { ValueKind: JsonValueKind.Object })
            return null;
        return pods.Field("namespaceSelector") is { } namespaces ? ((JsonElement?)namespaces).Selector() : new();
    }

    /// <summary>Whether a peer of a cluster-scoped policy is every pod of every namespace.</summary>
    public static bool IsEveryPod(JsonElement? peer) => peer.Field("namespaces").Selector()?.IsEmpty == true
        || (NamespacesOf(peer.Field("pods"))?.IsEmpty == true && peer.Field("pods", "podSelector").Selector() is null or { IsEmpty: true });

    /// <summary>Whether a rule of a cluster-scoped policy is about some ports only: v1alpha1 writes <c>ports</c>, later versions <c>protocols</c>.</summary>
    public static bool NamesPorts(JsonElement? rule) => rule.Field("ports").HasContent() || rule.Field("protocols").HasContent();

    private static Isolation Of(IReadOnlyList<NetworkPolicyRule>? rules, bool egress)
    {
        if (rules is null or [])
            return Isolation.DenyAll;
        return egress && rules.All(IsDnsOnly) ? Isolation.DnsOnly : Isolation.Restricted;
    }

    /// <summary>The first rule over every peer and port decides; rules before it are exceptions.</summary>
    private static Isolation Of(JsonElement? rules, string peers, Func<JsonElement?, bool> isEveryPeer)
    {
        foreach (var rule in rules.Items())
            if (!NamesPorts(rule) && rule.Field(peers).Items().Any(isEveryPeer))
                return rule.Text("action") == "Deny" ? Isolation.DenyAll : Isolation.None;
        return Isolation.None;
    }
}
