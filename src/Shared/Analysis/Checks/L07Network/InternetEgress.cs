using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>L7-EGRESS-INTERNET: each pod is isolated for outgoing traffic and no rule opens every address on every port.</summary>
internal sealed class InternetEgress : WorkloadCheck
{
    public override string Id => "L7-EGRESS-INTERNET";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. PodPolicyIndex.Kinds, .. Kinds<DaemonSet>()];

    protected override bool TemplateOnly => true;

    /// <summary>The network plug-in shows in its DaemonSet and counts everywhere.</summary>
    internal override bool ReachesOtherNamespaces(KubeObject changed) => changed is DaemonSet;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.Spec.HostNetwork == true)
            judgement.NotApplicable("The pod uses the network of its node, which network policies do not cover; see L7-POD-HOST-NETWORK.");
        else if (view.NetworkEngine is { Enforces: false } engine)
            judgement.NotApplicable($"{engine.Name} does not enforce network policies; see L7-CNI-ENFORCES.");
        else if (workload.Object is ForeignWorkload { Spec: { NetworkPolicy: { } own, NetworkPolicyManagement: not "Unmanaged" } })
            Rules(own.Egress ?? [], "spec.networkPolicy", judgement); // the sandbox's controller isolates it by these
        else
            Policies(workload, view.PodPolicies.In(workload.Namespace), judgement);
    }

    private static void Policies(Workload workload, NamespacePolicies policies, Judgement judgement)
    {
        var isolated = false;
        foreach (var policy in policies.All)
        {
            if (policy.Egress == Isolation.None || !policy.Selects(policies.Labels, workload.PodLabels))
                continue;
            isolated = true;
            if (policy.Source is NetworkPolicy { Spec.Egress: { } rules })
                Rules(rules, $"NetworkPolicy/{policy.Source.Name}: spec", judgement);
        }
        if (!isolated)
            judgement.Fail("NetworkPolicy", "not isolated for outgoing traffic", "an egress policy", "The pod reaches the whole internet.");
    }

    private static void Rules(IReadOnlyList<NetworkPolicyRule> rules, string at, Judgement judgement)
    {
        for (var i = 0; i < rules.Count; i++)
            if (rules[i].Ports.Count == 0 && (rules[i].To is null or [] || rules[i].To!.Any(IsEverywhere)))
                judgement.Fail($"{at}.egress[{i}]", "every address, every port", "named addresses or ports", "The rule lets the pod reach the whole internet.");
    }

    private static bool IsEverywhere(NetworkPolicyPeer peer) => peer.IpBlock is { } block
        ? NetworkAddress.IsEverywhere(block.Cidr)
        : peer is { PodSelector: null, NamespaceSelector: null };
}
