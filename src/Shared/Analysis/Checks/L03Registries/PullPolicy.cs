using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>
/// L3-PULL-POLICY: an image that one pod pulled cannot be used by another without asking the registry: imagePullPolicy Always, the AlwaysPullImages plug-in, or
/// Kubernetes 1.35, whose kubelets ask again. The tag latest (Kubescape C-0075) needs Always on any version: else a node keeps starting the image it holds.
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
        foreach (var server in view.ControlPlane.ApiServers)
            if (server.List("enable-admission-plugins").Contains("AlwaysPullImages"))
                return;
        var asked = ClusterView.MinorOf(view.Inventory.ServerVersion) is >= 35;
        foreach (var container in pod.Containers())
        {
            var latest = IsLatest(container.Container, view);
            var policy = PolicyOf(container.Container, latest);
            if (policy == "Always" || (asked && !latest))
                continue;
            var observed = container.Container.ImagePullPolicy ?? judgement.Text($"absent ({policy})");
            if (latest)
                judgement.Fail(container.At("imagePullPolicy"), observed, "Always",
                    $"The tag latest moves on, and a node that holds an image of it starts that one for container {container.Container.Name}, whoever asks.");
            else
                judgement.Fail(container.At("imagePullPolicy"), observed, "Always", $"A node that holds the image of container {container.Container.Name} starts it for anybody.");
        }
    }

    private static bool IsLatest(Container container, ClusterView view) => view.ImageOf(container.Image) is { Digest: null, Tag: null or "latest" };

    /// <summary>Absent means Always for :latest or no tag, else IfNotPresent (rule R14).</summary>
    private static string PolicyOf(Container container, bool latest) =>
        container.ImagePullPolicy is { Length: > 0 } set ? set : latest ? "Always" : "IfNotPresent";
}
