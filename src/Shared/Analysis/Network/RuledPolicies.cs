using System.Globalization;
using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>Reads the rules of NetworkPolicy and of the cluster-scoped policies of policy.networking.k8s.io (v1alpha1, v1alpha2 and v1beta1).</summary>
internal static class RuledPolicies
{
    private const int DefaultPriority = 1000;

    public static RuledPolicy Read(NetworkPolicy policy)
    {
        var spec = policy.Spec;
        List<PolicyRule> Rules(IReadOnlyList<NetworkPolicyRule>? rules, bool egress) =>
            [.. (rules ?? []).Select((rule, place) =>
                new PolicyRule(KubernetesPolicies.PathOf(egress, place), NetworkEffect.Allows, Peers(egress ? rule.To : rule.From, policy.Namespace), Ports(rule.Ports)))];
        return new(policy.Ref, PolicyTier.Namespace, 0, null, spec.PodSelector, KubernetesPolicies.IsIngress(spec) ? Rules(spec.Ingress, egress: false) : null,
            KubernetesPolicies.IsEgress(spec) ? Rules(spec.Egress, egress: true) : null);
    }

    /// <summary>Null when the policy has no subject: the API refuses it.</summary>
    public static RuledPolicy? Read(AdminNetworkPolicy policy)
    {
        if (KubernetesPolicies.SubjectOf(policy) is not var (namespaces, pods))
            return null;
        return new(policy.Ref, KubernetesPolicies.IsBaseline(policy) ? PolicyTier.Baseline : PolicyTier.Admin, Number(policy.Spec.Field("priority")) ?? DefaultPriority, namespaces, pods,
            Rules(policy.Spec.Field("ingress"), egress: false), Rules(policy.Spec.Field("egress"), egress: true));
    }

    /// <summary>No peers, or an empty list, means every peer; a peer without any field is refused by the API and means nobody.</summary>
    private static List<PolicyPeer>? Peers(IReadOnlyList<NetworkPolicyPeer>? peers, string own)
    {
        if (peers is null or [])
            return null;
        var read = new List<PolicyPeer>();
        foreach (var peer in peers)
        {
            if (peer.IpBlock is { } block)
                read.Add(new(own, null, null, new(block.Cidr, block.Except)));
            else if (peer.NamespaceSelector is not null || peer.PodSelector is not null)
                read.Add(new(own, peer.NamespaceSelector, peer.PodSelector, null));
        }
        return read;
    }

    private static PolicyPorts Ports(IReadOnlyList<NetworkPolicyPort> ports)
    {
        if (ports.Count == 0)
            return PolicyPorts.All;
        var (known, names) = (PortSet.None, new List<(string, NetworkProtocol?)>());
        foreach (var port in ports)
        {
            if (PolicyPorts.ProtocolOf(port.Protocol) is not { } protocol)
                continue;
            if (port.Port is null)
                known = known.Union(PortSet.Of(protocol, PortRange.All));
            else if (int.TryParse(port.Port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                known = known.Union(PortSet.Of(protocol, new(number, port.EndPort ?? number)));
            else
                names.Add((port.Port, protocol));
        }
        return new(known, names);
    }

    private static List<PolicyRule> Rules(JsonElement? rules, bool egress)
    {
        var read = new List<PolicyRule>();
        foreach (var (place, rule) in rules.Items().Index())
        {
            NetworkEffect? effect = rule.Text("action") switch
            {
                "Allow" or "Accept" => NetworkEffect.Allows,
                "Deny" => NetworkEffect.Denies,
                "Pass" => NetworkEffect.Passes,
                _ => null,
            };
            if (effect is not { } known)
                continue;
            var peers = rule.Field(egress ? "to" : "from").Items().ToList();
            if (!peers.TrueForAll(peer => IsKnown(peer, egress)))
            {
                if (known != NetworkEffect.Allows)
                    read.Add(new(KubernetesPolicies.PathOf(egress, place), NetworkEffect.Denies, null, PolicyPorts.All));
                continue;
            }
            read.Add(new(KubernetesPolicies.PathOf(egress, place), known, [.. peers.SelectMany(peer => Peers(peer, egress))], Ports(rule))
            {
                NamesNodes = egress && peers.Exists(peer => peer.Field("nodes") is not null),
                NamesDomains = egress && peers.Exists(peer => peer.Field("domainNames") is not null),
            });
        }
        return read;
    }

    /// <summary>
    /// A peer of a kind that the API may get later: the API asks for the closed side, where a rule that allows meets nobody and any other one denies everything.
    /// </summary>
    private static bool IsKnown(JsonElement? peer, bool egress) => peer.Field("namespaces") is not null || peer.Field("pods") is not null
        || (egress && (peer.Field("networks") ?? peer.Field("nodes") ?? peer.Field("domainNames")) is not null);

    /// <summary>Peers of egress by node or by domain name meet nobody for certain: which addresses they mean is not in the objects.</summary>
    private static IEnumerable<PolicyPeer> Peers(JsonElement? peer, bool egress)
    {
        if (peer.Field("namespaces").Selector() is { } namespaces)
            yield return new("", namespaces, null, null);
        if (KubernetesPolicies.NamespacesOf(peer.Field("pods")) is { } of)
            yield return new("", of, peer.Field("pods", "podSelector").Selector(), null);
        if (egress)
            foreach (var network in peer.Field("networks").Texts())
                yield return new("", null, null, new(network, []));
    }

    /// <summary>v1alpha1 writes <c>ports</c>, later versions <c>protocols</c>; absent means every port.</summary>
    private static PolicyPorts Ports(JsonElement? rule)
    {
        var terms = rule.Field("ports").Items().Concat(rule.Field("protocols").Items()).ToList();
        if (terms.Count == 0)
            return PolicyPorts.All;
        var (known, names) = (PortSet.None, new List<(string, NetworkProtocol?)>());
        foreach (var term in terms)
        {
            known = known.Union(Fixed(term.Field("portNumber"), "port")).Union(Fixed(term.Field("portRange"), "port"));
            foreach (var (field, protocol) in (ReadOnlySpan<(string, NetworkProtocol)>)[("tcp", NetworkProtocol.Tcp), ("udp", NetworkProtocol.Udp), ("sctp", NetworkProtocol.Sctp)])
                if (term.Field(field) is { } of)
                    known = known.Union(Fixed(protocol, of));
            if ((term.Text("namedPort") ?? term.Text("destinationNamedPort")) is { } name)
                names.Add((name, null));
        }
        return new(known, names);
    }

    private static PortSet Fixed(JsonElement? term, string number) =>
        term is not null && PolicyPorts.ProtocolOf(term.Text("protocol")) is { } protocol ? Fixed(protocol, Number(term.Field(number)), term) : PortSet.None;

    private static PortSet Fixed(NetworkProtocol protocol, JsonElement? term) => term.Field("destinationPort") is { } port
        ? Fixed(protocol, Number(((JsonElement?)port).Field("number")), ((JsonElement?)port).Field("range"))
        : PortSet.Of(protocol, PortRange.All);

    private static PortSet Fixed(NetworkProtocol protocol, int? number, JsonElement? range)
    {
        if (number is { } one)
            return PortSet.Of(protocol, new(one, one));
        return Number(range.Field("start")) is { } start && Number(range.Field("end")) is { } end ? PortSet.Of(protocol, new(start, end)) : PortSet.None;
    }

    private static int? Number(JsonElement? element) => element.Number() is >= 0 and <= ushort.MaxValue and var number ? (int)number : null;
}
