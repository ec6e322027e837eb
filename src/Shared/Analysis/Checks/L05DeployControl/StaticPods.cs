using System.Collections.Frozen;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-POD-STATIC: the only static pods are those of the control plane. A static pod comes from a file of its node, past admission and Pod Security. A name is
/// that of a component followed by the node's.
/// </summary>
internal sealed class StaticPods : ObjectCheck<Pod>
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(StringComparer.Ordinal,
        "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "kube-vip", "cloud-controller-manager");

    public override string Id => "L5-POD-STATIC";

    protected override bool Concerns(Pod item, ClusterView view) => WorkloadIndex.IsMirror(item);

    protected override void Evaluate(Pod item, ClusterView view, Judgement judgement)
    {
        foreach (var component in Known)
            if ((item.Namespace == ControlPlaneFlags.Namespace || view.IsSystem(item.Namespace)) && item.Name.StartsWith(component, StringComparison.Ordinal)
                && (item.Name.Length == component.Length || item.Name[component.Length] == '-'))
                return;
        if (!view.Policy.StaticPods.Contains($"{item.Namespace}/{item.Name}"))
            judgement.Fail("metadata.annotations[kubernetes.io/config.mirror]", $"{item.Namespace}/{item.Name}", "a component of the control plane",
                $"A file on node {item.Spec.NodeName} starts this pod; nothing was asked at admission.");
    }
}
