using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>A policy with its rules, ready to be asked.</summary>
/// <param name="Source">The policy object.</param>
/// <param name="Tier">When it is asked.</param>
/// <param name="Namespaces">Namespaces of the pods selected; null for the policy's own.</param>
/// <param name="Pods">Pods selected there.</param>
/// <param name="Priority">Lower is asked first; of no meaning for NetworkPolicy.</param>
/// <param name="Ingress">Null when the policy has no say about incoming connections.</param>
/// <param name="Egress">Null when the policy has no say about outgoing connections.</param>
internal sealed record RuledPolicy(
    ObjectRef Source, PolicyTier Tier, int Priority, LabelSelector? Namespaces, LabelSelector Pods, IReadOnlyList<PolicyRule>? Ingress, IReadOnlyList<PolicyRule>? Egress)
{
    public IEnumerable<PolicyRule> Rules => (Ingress ?? []).Concat(Egress ?? []);

    public IEnumerable<LabelSelector> PodSelectors => Rules.SelectMany(rule => rule.Peers ?? []).Select(peer => peer.Pods).OfType<LabelSelector>().Append(Pods);

    public bool Selects(NetworkClass pods) =>
        (Namespaces is null ? pods.Namespace == Source.Namespace : Namespaces.Matches(pods.NamespaceLabels)) && Pods.Matches(pods.Labels);
}
