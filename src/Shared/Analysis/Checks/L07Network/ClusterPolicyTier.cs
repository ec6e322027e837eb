using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-CLUSTER-POLICY-TIER: some cluster-scoped policy denies traffic whatever tenants do to their own policies, and no administrator's rule accepts everything for
/// everybody. Policies of Cilium and Calico that hold for the cluster count as such.
/// </summary>
internal sealed class ClusterPolicyTier : ClusterCheck
{
    public override string Id => "L7-CLUSTER-POLICY-TIER";

    public override IReadOnlyList<KindRef> Reads { get; } =
    [
        .. Kinds<AdminNetworkPolicy>(), .. Kinds<CustomResourceDefinition>(), new("cilium.io", "CiliumClusterwideNetworkPolicy"),
        new("crd.projectcalico.org", "GlobalNetworkPolicy"), new("projectcalico.org", "GlobalNetworkPolicy"),
    ];

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var denies = false;
        var any = false;
        foreach (var policy in view.Inventory.All<AdminNetworkPolicy>().OrderBy(policy => policy.Ref.ToString(), StringComparer.Ordinal))
        {
            any = true;
            var everybody = !KubernetesPolicies.IsBaseline(policy) && KubernetesPolicies.SubjectOf(policy) is ({ IsEmpty: true }, { IsEmpty: true });
            foreach (var direction in (ReadOnlySpan<string>)["ingress", "egress"])
                foreach (var (index, rule) in policy.Spec.Field(direction).Items().Index())
                    if (rule.Text("action") == "Deny")
                        denies = true;
                    else if (everybody && rule.Text("action") is "Allow" or "Accept" && IsEverything(rule, direction))
                        judgement.Fail($"{policy.Kind}/{policy.Name}: spec.{direction}[{index}]", "accepts every peer for everybody", "named peers",
                            "The rule takes effect before any policy of a namespace: isolation is switched off.");
        }
        foreach (var policy in OfPlugIns(view))
        {
            any = true;
            denies |= policy.Ingress != Isolation.None || policy.Egress != Isolation.None;
        }
        if (denies)
            judgement.Note("ClusterNetworkPolicy", "denies", "A policy of the administrator denies traffic.");
        else if (any)
            judgement.Fail("ClusterNetworkPolicy", "no Deny", "a Deny in tier Admin or Baseline", "Whoever may delete a NetworkPolicy takes the isolation of a namespace away.");
        else if (view.Inventory.All<CustomResourceDefinition>().Any(definition => definition.Spec.GroupName == "policy.networking.k8s.io"))
            judgement.Fail("ClusterNetworkPolicy", "none", "a Deny in tier Admin or Baseline", "Whoever may delete a NetworkPolicy takes the isolation of a namespace away.");
        else
            judgement.NotApplicable("Cluster-scoped network policies are not installed.");
    }

    /// <summary>Cluster-scoped policies of network plug-ins: pods that they select are denied what no rule allows.</summary>
    private static IEnumerable<PodPolicy> OfPlugIns(ClusterView view) => view.Inventory.Generic("cilium.io", "CiliumClusterwideNetworkPolicy").SelectMany(CiliumPolicies.Read)
        .Concat(view.Inventory.Generic("crd.projectcalico.org", "GlobalNetworkPolicy").SelectMany(CalicoPolicies.Read))
        .Concat(view.Inventory.Generic("projectcalico.org", "GlobalNetworkPolicy").SelectMany(CalicoPolicies.Read));

    private static bool IsEverything(JsonElement? rule, string direction) =>
        !KubernetesPolicies.NamesPorts(rule) && rule.Field(direction == "ingress" ? "from" : "to").Items().Any(peer =>
            KubernetesPolicies.IsEveryPod(peer) || peer.Field("networks").Texts().Any(NetworkAddress.IsEverywhere));
}
