using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-EGRESS-METADATA: on machines of a cloud provider no pod reaches the metadata service: it is isolated for outgoing traffic and no rule holds the address.
/// Where a policy of another kind denies the address, which rule of which policy comes first is not compared. A hop limit of the provider cannot be seen.
/// </summary>
internal sealed class MetadataEgress : WorkloadCheck
{
    private const string Expected = "an egress policy that leaves out 169.254.169.254";

    public override string Id => "L7-EGRESS-METADATA";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. PodPolicyIndex.Kinds, .. Kinds<Node>(), .. Kinds<DaemonSet>()];

    protected override bool TemplateOnly => true;

    /// <summary>The network plug-in shows in its DaemonSet and counts everywhere.</summary>
    internal override bool ReachesOtherNamespaces(KubeObject changed) => changed is DaemonSet;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (!view.IsOnCloud)
            judgement.NotApplicable("No node names a cloud provider.");
        else if (pod.Spec.HostNetwork == true)
            judgement.Fail(pod.At("hostNetwork"), "true", "false", "The pod uses the network of its node, which network policies do not cover.");
        else if (view.NetworkEngine is { Enforces: false } engine)
            judgement.Fail("NetworkPolicy", $"{engine.Name} enforces none", Expected, "Every pod of the cluster reaches the metadata service.");
        else
            Policies(workload, view.PodPolicies.In(workload.Namespace), judgement);
    }

    private static void Policies(Workload workload, NamespacePolicies policies, Judgement judgement)
    {
        if (Which(MetadataService.DeniedBy, workload, policies) is { } denying)
        {
            judgement.NotAssessed($"{denying.Title} denies the address; whether another rule comes before it is not compared.");
            return;
        }
        if (Which(MetadataService.AllowedBy, workload, policies) is { } allowing)
            judgement.Fail($"{allowing.Source.Kind}/{allowing.Source.Name}: spec.egress", "169.254.169.254", "no rule that allows the address",
                "The policy lets the pods fetch the credentials of their node, whatever their NetworkPolicies say.");
        var isolated = false;
        foreach (var policy in policies.All)
        {
            if (policy.Egress == Isolation.None || !policy.Selects(policies.Labels, workload.PodLabels))
                continue;
            isolated = true;
            if (policy.Source is NetworkPolicy { Spec.Egress: { } rules })
            {
                for (var i = 0; i < rules.Count; i++)
                    if (MetadataService.OpenedBy(rules[i]) is { } address)
                        judgement.Fail($"NetworkPolicy/{policy.Source.Name}: spec.egress[{i}]", address, "an except for the address",
                            "The rule lets the pods fetch the credentials of their node.");
            }
            else if (policy is { Egress: Isolation.Restricted, Source: not NetworkPolicy })
                judgement.NotAssessed($"{policy.Title} decides by rules that are not compared with addresses.");
        }
        if (!isolated)
            judgement.Fail("NetworkPolicy", "not isolated for outgoing traffic", Expected, "The pod may fetch the credentials of its node.");
    }

    private static PodPolicy? Which(Func<KubeObject, bool> decides, Workload workload, NamespacePolicies policies)
    {
        foreach (var policy in policies.All)
            if (policy.Source is not NetworkPolicy && decides(policy.Source) && policy.Selects(policies.Labels, workload.PodLabels))
                return policy;
        return null;
    }
}
