using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>What the checks for default-deny in one direction share: when they apply, and what they read.</summary>
internal abstract class DefaultDeny : NamespaceCheck
{
    public sealed override IReadOnlyList<KindRef> Reads { get; } = [.. PodPolicyIndex.Kinds, .. WorkloadKinds];

    internal sealed override bool HeedsReplica(Workload workload) => false;

    /// <summary>The network plug-in shows in its DaemonSet and counts everywhere.</summary>
    internal sealed override bool ReachesOtherNamespaces(KubeObject changed) => changed is DaemonSet;

    protected abstract void Evaluate(Namespace ns, NamespacePolicies policies, ClusterView view, Judgement judgement);

    protected sealed override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        var pods = 0;
        var isolable = 0;
        foreach (var workload in view.Workloads.InNamespace(ns.Name))
        {
            pods++;
            if (workload.Template.Spec.HostNetwork != true)
                isolable++;
        }
        if (pods == 0)
            judgement.NotApplicable("No pods and no workloads in this namespace.");
        else if (isolable == 0)
            judgement.NotApplicable("Every pod of this namespace uses the node network, which network policies do not cover.");
        else if (view.NetworkEngine is { Enforces: false } engine)
            judgement.NotApplicable($"{engine.Name} does not enforce network policies; see L7-CNI-ENFORCES.");
        else
            Evaluate(ns, view.PodPolicies.In(ns.Name), view, judgement);
    }
}
