using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// One network policy of any kind, reduced to whom it selects and what it does to them: NetworkPolicy, AdminNetworkPolicy, BaselineAdminNetworkPolicy,
/// ClusterNetworkPolicy, CiliumNetworkPolicy, CiliumClusterwideNetworkPolicy, Calico GlobalNetworkPolicy or Calico NetworkPolicy.
/// </summary>
/// <param name="Source">The policy object.</param>
/// <param name="Namespaces">Which namespaces, by their labels (see <see cref="PodPolicyIndex.NameLabel"/>); null for the policy's own or, when it has none, every one.</param>
/// <param name="Pods">Which pods of these namespaces, by namespace labels and pod labels; null for every pod, also those to come.</param>
/// <param name="Ingress">What it does to incoming traffic.</param>
/// <param name="Egress">What it does to outgoing traffic.</param>
internal sealed record PodPolicy(
    KubeObject Source,
    Func<StringMap, bool>? Namespaces,
    Func<StringMap, StringMap, bool>? Pods,
    Isolation Ingress,
    Isolation Egress)
{
    /// <summary>Rule that opens every address on every port to the selected pods; null when none does, and for NetworkPolicy, whose rules are typed.</summary>
    public string? OpenEgress { get; init; }

    /// <summary>Kind and name, for messages.</summary>
    public string Title => $"{Source.Kind} {Source.Name}";

    public bool Selects(StringMap namespaceLabels, StringMap podLabels) => Pods is null || Pods(namespaceLabels, podLabels);
}
