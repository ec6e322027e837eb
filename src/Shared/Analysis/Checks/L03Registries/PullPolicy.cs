using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>
/// L3-PULL-POLICY: an image that one pod pulled cannot be used by another without asking the registry: imagePullPolicy Always, the AlwaysPullImages plug-in, or
/// Kubernetes 1.35, whose kubelets ask again.
/// </summary>
internal sealed class PullPolicy : WorkloadCheck
{
    public override string Id => "L3-PULL-POLICY";

    /// <summary>The plug-in shows in pods of the control plane, which are not subjects.</summary>
    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    public override bool Heeds(KubeObject changed) => changed is Pod { Namespace: ControlPlaneFlags.Namespace };

    public override bool CrossNamespace => true;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (ClusterView.MinorOf(view.Inventory.ServerVersion) is >= 35)
            return;
        foreach (var server in view.ControlPlane.ApiServers)
            if (server.List("enable-admission-plugins").Contains("AlwaysPullImages"))
                return;
        foreach (var container in pod.Containers())
            if (PolicyOf(container.Container, view) is var policy && policy != "Always")
                judgement.Fail(container.At("imagePullPolicy"), container.Container.ImagePullPolicy ?? $"absent ({policy})", "Always",
                    $"A node that holds the image of container {container.Container.Name} starts it for anybody.");
    }

    /// <summary>Absent means Always for :latest or no tag, else IfNotPresent (rule R14).</summary>
    private static string PolicyOf(Container container, ClusterView view) =>
        container.ImagePullPolicy is { Length: > 0 } set ? set
        : view.ImageOf(container.Image) is { Digest: null, Tag: null or "latest" } ? "Always" : "IfNotPresent";
}
