using System.Text;
using Posture.Analysis.Network;
using Posture.Model.Inventory;
using YamlDotNet.Serialization;

namespace Posture.Collectors.Cli.Output;

/// <summary>NetworkPolicies as YAML documents, their reasons above them as comments.</summary>
internal static class NetworkPolicyYaml
{
    private static readonly ISerializer Serializer = new SerializerBuilder().WithQuotingNecessaryStrings(true).WithIndentedSequences().Build();

    public static string Of(IEnumerable<SuggestedPolicy> policies)
    {
        var text = new StringBuilder();
        foreach (var (policy, reasons) in policies)
        {
            text.Append("---\n");
            // Names are hostile: what could end a comment's line does not get into one.
            foreach (var reason in reasons)
                text.Append("# ").Append([.. reason.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? '?' : letter)]).Append('\n');
            text.Append(Serializer.Serialize(Fields(policy)).ReplaceLineEndings("\n"));
        }
        return text.ToString();
    }

    private static Dictionary<string, object> Fields(NetworkPolicy policy)
    {
        var spec = new Dictionary<string, object> { ["podSelector"] = Fields(policy.Spec.PodSelector), ["policyTypes"] = policy.Spec.PolicyTypes };
        if (policy.Spec.Ingress is { } ingress)
            spec["ingress"] = ingress.Select(rule => Fields(rule, "from", rule.From)).ToList();
        if (policy.Spec.Egress is { } egress)
            spec["egress"] = egress.Select(rule => Fields(rule, "to", rule.To)).ToList();
        return new()
        {
            ["apiVersion"] = policy.ApiVersion,
            ["kind"] = policy.Kind,
            ["metadata"] = new Dictionary<string, object> { ["name"] = policy.Name, ["namespace"] = policy.Namespace },
            ["spec"] = spec,
        };
    }

    private static Dictionary<string, object> Fields(NetworkPolicyRule rule, string name, IReadOnlyList<NetworkPolicyPeer>? peers)
    {
        var fields = new Dictionary<string, object>();
        if (peers is not null)
            fields[name] = peers.Select(Fields).ToList();
        if (rule.Ports.Count > 0)
            fields["ports"] = rule.Ports.Select(Fields).ToList();
        return fields;
    }

    private static Dictionary<string, object> Fields(NetworkPolicyPeer peer)
    {
        var fields = new Dictionary<string, object>();
        if (peer.NamespaceSelector is { } namespaces)
            fields["namespaceSelector"] = Fields(namespaces);
        if (peer.PodSelector is { } pods)
            fields["podSelector"] = Fields(pods);
        return fields;
    }

    private static Dictionary<string, object> Fields(NetworkPolicyPort port)
    {
        var fields = new Dictionary<string, object> { ["protocol"] = port.Protocol!, ["port"] = int.Parse(port.Port!, System.Globalization.CultureInfo.InvariantCulture) };
        if (port.EndPort is { } end)
            fields["endPort"] = end;
        return fields;
    }

    private static Dictionary<string, object> Fields(LabelSelector selector) => selector.IsEmpty ? []
        : new() { ["matchLabels"] = selector.MatchLabels.ToDictionary(pair => pair.Key, pair => pair.Value) };
}
