using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-EGRESS-INTERNET: each pod is isolated for outgoing traffic and no rule opens every address on every port. A SandboxTemplate that has rules and no pod
/// template yet is judged by its rules.
/// </summary>
internal sealed class InternetEgress : WorkloadOrObjectCheck<ForeignWorkload>
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
        else if (workload.Object is ForeignWorkload sandbox && OwnRules(sandbox) is { } own)
            Rules(own, "spec.networkPolicy", judgement);
        else
            Policies(workload, view.PodPolicies.In(workload.Namespace), judgement);
    }

    protected override bool Concerns(ForeignWorkload item, ClusterView view) => item.Spec is { Template: null, PodTemplate: null } && OwnRules(item) is not null;

    protected override void Evaluate(ForeignWorkload item, ClusterView view, Judgement judgement)
    {
        if (view.NetworkEngine is { Enforces: false } engine)
            judgement.NotApplicable($"{engine.Name} does not enforce network policies; see L7-CNI-ENFORCES.");
        else
            Rules(OwnRules(item)!, "spec.networkPolicy", judgement);
    }

    /// <summary>The rules by which a sandbox's controller isolates its pods; null when it leaves them alone.</summary>
    private static IReadOnlyList<NetworkPolicyRule>? OwnRules(ForeignWorkload item) =>
        item.Spec is { NetworkPolicy: { } own, NetworkPolicyManagement: not "Unmanaged" } ? own.Egress ?? [] : null;

    private static void Policies(Workload workload, NamespacePolicies policies, Judgement judgement)
    {
        var isolated = false;
        Administrator(workload, policies, judgement);
        foreach (var policy in policies.All)
        {
            if (policy.Egress == Isolation.None || !policy.Selects(policies.Labels, workload.PodLabels))
                continue;
            isolated = true;
            if (policy.Source is NetworkPolicy { Spec.Egress: { } rules })
                Rules(rules, $"NetworkPolicy/{policy.Source.Name}: spec", judgement);
            else if (policy is { Source: not AdminNetworkPolicy, OpenEgress: { } open })
                judgement.Fail($"{policy.Source.Kind}/{policy.Source.Name}: {open}", "every address, every port", "named addresses or ports",
                    "The rule lets the pod reach the whole internet.");
        }
        if (!isolated)
            judgement.Fail("NetworkPolicy", "not isolated for outgoing traffic", "an egress policy", "The pod reaches the whole internet.");
    }

    /// <summary>A rule of the administrator's tier that accepts everything comes before any policy of the namespace.</summary>
    private static void Administrator(Workload workload, NamespacePolicies policies, Judgement judgement)
    {
        var asked = policies.All.Where(policy => policy.Source is AdminNetworkPolicy && policy.Selects(policies.Labels, workload.PodLabels)).ToList();
        if (asked.Find(policy => policy.OpenEgress is not null) is not { } opening)
            return;
        if (asked.Exists(policy => policy.Egress == Isolation.DenyAll))
            judgement.NotAssessed($"{opening.Title} accepts every address and another policy denies them; which comes first is not compared.");
        else
            judgement.Fail($"{opening.Source.Kind}/{opening.Source.Name}: {opening.OpenEgress}", "every address, every port", "named addresses or ports",
                "The rule lets the pod reach the whole internet, whatever policies of the namespace say.");
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
