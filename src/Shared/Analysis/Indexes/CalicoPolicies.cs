using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Reads Calico GlobalNetworkPolicy and its namespaced NetworkPolicy (projectcalico.org/v3, stored as crd.projectcalico.org/v1).</summary>
internal static class CalicoPolicies
{
    private const string NamespaceOfPod = "projectcalico.org/namespace";
    private const string Orchestrator = "projectcalico.org/orchestrator";

    /// <summary>Fields that leave a rule to a part of the traffic.</summary>
    private static readonly string[] Limits = ["protocol", "notProtocol", "icmp", "notICMP", "http"];

    public static IEnumerable<PodPolicy> Read(GenericObject policy)
    {
        var spec = policy.Spec;
        if (policy.Kind is not ("GlobalNetworkPolicy" or "NetworkPolicy") || spec.Field("preDNAT").Flag() == true || spec.Field("doNotTrack").Flag() == true)
            yield break; // the last two are for hosts
        var namespaces = CalicoSelector.Parse(spec.Text("namespaceSelector") ?? "all()");
        var pods = CalicoSelector.Parse(spec.Text("selector") ?? "all()");
        if (namespaces is null || pods is null)
            yield break; // Calico refuses what it cannot parse
        var byPod = pods.Keys.Any(key => key is not (NamespaceOfPod or Orchestrator));
        bool Pods(StringMap ns, StringMap labels) => pods.Matches(key => key switch
        {
            NamespaceOfPod => ns[PodPolicyIndex.NameLabel],
            Orchestrator => "k8s",
            _ => labels[key],
        });
        // Which pods run as the accounts meant is not told by their labels: such a policy isolates none of them for certain.
        var isForAll = spec.Text("serviceAccountSelector") is null or "" or "all()";
        yield return new(policy, ns => namespaces.Matches(key => ns[key]) && (byPod || Pods(ns, StringMap.Empty)), byPod ? Pods : null,
            isForAll && IsOf(spec, "Ingress") ? Of(spec.Field("ingress"), egress: false) : Isolation.None,
            isForAll && IsOf(spec, "Egress") ? Of(spec.Field("egress"), egress: true) : Isolation.None)
        {
            OpenEgress = OpenRule(spec),
        };
    }

    /// <summary>Rules before it may deny some addresses; the internet as a whole is open all the same.</summary>
    private static string? OpenRule(JsonElement? spec)
    {
        foreach (var (index, rule) in spec.Field("egress").Items().Index())
            if (rule.Text("action") == "Allow" && IsUnlimited(rule) && (!rule.Field("destination").HasContent() || IsEverywhere(rule.Field("destination"))))
                return $"spec.egress[{index}]";
        return null;
    }

    private static bool IsUnlimited(JsonElement? rule) =>
        Array.TrueForAll(Limits, field => rule.Field(field) is null) && !rule.Field("source").HasContent();

    /// <summary>The destination is a list of blocks and nothing more, and one of them is every address.</summary>
    private static bool IsEverywhere(JsonElement? destination) =>
        destination is { ValueKind: JsonValueKind.Object } held && held.EnumerateObject().All(field => field.Name == "nets") && destination.Field("nets").Texts().Any(NetworkAddress.IsEverywhere);

    /// <summary>types absent: the directions that have rules, or Ingress when none has.</summary>
    private static bool IsOf(JsonElement? spec, string type)
    {
        if (spec.Field("types").HasContent())
            return spec.Field("types").Texts().Contains(type);
        var egress = spec.Field("egress").HasContent();
        return type == "Egress" ? egress : spec.Field("ingress").HasContent() || !egress;
    }

    /// <summary>Selected pods are denied what no rule allows; a Pass rule hands over to later tiers, so the policy alone isolates nobody.</summary>
    private static Isolation Of(JsonElement? rules, bool egress)
    {
        var opening = rules.Items().Where(rule => rule.Text("action") is "Allow" or "Pass").ToList();
        if (opening.Count == 0)
            return Isolation.DenyAll;
        if (opening.Exists(rule => rule.Text("action") == "Pass"))
            return Isolation.None;
        return egress && opening.TrueForAll(IsDnsOnly) ? Isolation.DnsOnly : Isolation.Restricted;
    }

    private static bool IsDnsOnly(JsonElement? rule)
    {
        var ports = rule.Field("destination", "ports");
        return ports.HasContent() && ports.Items().All(port => KubernetesPolicies.IsDnsPort(port?.ToString()));
    }
}
