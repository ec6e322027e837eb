using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-NS-CROSS-TRAFFIC: ingress rules of the namespace admit no namespace in general and none of another tenant (the policy's isolation label), and pick
/// namespaces by the label with their name, which tenants cannot set.
/// </summary>
internal sealed class CrossTraffic : NamespaceCheck
{
    public override string Id => "L7-NS-CROSS-TRAFFIC";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<NetworkPolicy>(), .. Kinds<Namespace>()];

    /// <summary>Labels of any namespace count.</summary>
    internal override bool ReachesOtherNamespaces(KubeObject changed) => changed is Namespace;

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        var any = false;
        foreach (var policy in view.PodPolicies.In(ns.Name).All)
            if (policy.Source is NetworkPolicy { Spec.Ingress: { } rules } source && source.Namespace == ns.Name)
            {
                any = true;
                for (var i = 0; i < rules.Count; i++)
                    for (var j = 0; j < (rules[i].From?.Count ?? 0); j++)
                        if (rules[i].From![j].NamespaceSelector is { } selector)
                            Peer(ns, selector, $"NetworkPolicy/{source.Name}: spec.ingress[{i}].from[{j}].namespaceSelector", view, judgement);
            }
        if (!any)
            judgement.NotApplicable("No policy of the namespace has ingress rules; see L7-NETPOL-DEFAULT-DENY-INGRESS.");
    }

    private static void Peer(Namespace ns, LabelSelector selector, string path, ClusterView view, Judgement judgement)
    {
        if (selector.IsEmpty)
        {
            judgement.Fail(path, "{}", "named namespaces", "The rule admits every namespace.");
            return;
        }
        var own = ns.Metadata.Labels[view.Policy.IsolationLabel];
        foreach (var other in view.NamespacesOf(selector))
            if (other.Metadata.Labels[view.Policy.IsolationLabel] is { } tenant && tenant != own && other.Name != ns.Name && !view.IsSystem(other.Name))
                judgement.Fail(path, judgement.Text($"{other.Name} of {tenant}"), judgement.Text($"namespaces of {own ?? "the same tenant"}"),
                    $"The rule admits {other.Name}, which belongs to another tenant.");
        if (!selector.MatchLabels.ContainsKey(PodPolicyIndex.NameLabel) && !selector.MatchExpressions.Any(term => term.Key == PodPolicyIndex.NameLabel))
            judgement.Fail(path, "a label that its owner sets", PodPolicyIndex.NameLabel, "Whoever may label a namespace lets it in.");
    }
}
