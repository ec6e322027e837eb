using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Reads CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy (cilium.io/v2).</summary>
internal static class CiliumPolicies
{
    private const string NamespaceKey = "io.kubernetes.pod.namespace";
    private const string NamespaceLabelPrefix = "io.cilium.k8s.namespace.labels.";

    public static IEnumerable<PodPolicy> Read(GenericObject policy)
    {
        if (policy.Kind is not ("CiliumNetworkPolicy" or "CiliumClusterwideNetworkPolicy"))
            yield break;
        foreach (var (index, spec) in policy.Specs.Items().Prepend(policy.Spec).Index())
        {
            if (spec.Field("endpointSelector").Selector() is not { } selector)
                continue; // a policy of nodes, or absent
            var (namespaces, pods) = Split(selector);
            yield return new(policy, namespaces.IsEmpty ? null : namespaces.Matches, pods.IsEmpty ? null : (_, labels) => pods.Matches(labels),
                Of(spec, "ingress", egress: false), Of(spec, "egress", egress: true))
            {
                OpenEgress = OpenRule(spec, index == 0 ? "spec" : $"specs[{index - 1}]"),
            };
        }
    }

    /// <summary>
    /// A direction with rules turns to default deny unless enableDefaultDeny says otherwise; a rule without fields (<c>{}</c>) allows nothing.
    /// </summary>
    private static Isolation Of(JsonElement? spec, string direction, bool egress)
    {
        var hasRules = spec.Field(direction).HasContent() || spec.Field($"{direction}Deny").HasContent();
        if (!(spec.Field("enableDefaultDeny", direction).Flag() ?? hasRules))
            return Isolation.None;
        var allowing = spec.Field(direction).Items().Where(rule => rule.HasContent()).ToList();
        if (allowing.Count == 0)
            return Isolation.DenyAll;
        return egress && allowing.TrueForAll(IsDnsOnly) ? Isolation.DnsOnly : Isolation.Restricted;
    }

    private static string? OpenRule(JsonElement? spec, string at)
    {
        foreach (var (index, rule) in spec.Field("egress").Items().Index())
            if (!rule.Field("toPorts").HasContent() && !rule.Field("icmps").HasContent()
                && (rule.Field("toEntities").Texts().Any(entity => entity is "all" or "world" or "world-ipv4" or "world-ipv6") || rule.Field("toCIDR").Texts().Any(NetworkAddress.IsEverywhere)
                    || rule.Field("toCIDRSet").Items().Any(block => !block.Field("except").HasContent() && block.Text("cidr") is { } cidr && NetworkAddress.IsEverywhere(cidr))))
                return $"{at}.egress[{index}]";
        return null;
    }

    private static bool IsDnsOnly(JsonElement? rule)
    {
        var ports = rule.Field("toPorts").Items().ToList();
        return ports.Count > 0 && ports.TrueForAll(entry =>
            entry.Field("ports").HasContent() && entry.Field("ports").Items().All(port => KubernetesPolicies.IsDnsPort(port.Text("port")) && port.Field("endPort") is null));
    }

    /// <summary>Terms about the namespace and terms about the pod; label sources (<c>k8s:</c>, <c>any:</c>) are cut off.</summary>
    private static (LabelSelector Namespaces, LabelSelector Pods) Split(LabelSelector selector)
    {
        var labels = selector.MatchLabels.Select(pair => (Key: Key(pair.Key), pair.Value)).ToLookup(pair => pair.Key.IsNamespace);
        var terms = selector.MatchExpressions.Select(term => (Key: Key(term.Key), Term: term)).ToLookup(pair => pair.Key.IsNamespace);
        LabelSelector Part(bool ns) => new()
        {
            MatchLabels = StringMap.From(labels[ns].Select(pair => new KeyValuePair<string, string>(pair.Key.Name, pair.Value))),
            MatchExpressions = [.. terms[ns].Select(pair => pair.Term with { Key = pair.Key.Name })],
        };
        return (Part(true), Part(false));
    }

    private static (bool IsNamespace, string Name) Key(string key)
    {
        foreach (var source in (ReadOnlySpan<string>)["k8s:", "any:"])
            if (key.StartsWith(source, StringComparison.Ordinal))
                key = key[source.Length..];
        if (key == NamespaceKey)
            return (true, PodPolicyIndex.NameLabel);
        return key.StartsWith(NamespaceLabelPrefix, StringComparison.Ordinal) ? (true, key[NamespaceLabelPrefix.Length..]) : (false, key);
    }
}
