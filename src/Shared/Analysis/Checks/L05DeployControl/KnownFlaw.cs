using Posture.Analysis.Catalogue;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-RUN-KNOWN-CVE: kubelet and container runtime of each node, the API server and the images of well-known components are outside the affected ranges of
/// <see cref="KnownFlaws"/>. Images without a version in their tag are not judged.
/// </summary>
internal sealed class KnownFlaw : ObjectCheck<Node>
{
    public override string Id => "L5-RUN-KNOWN-CVE";

    public override IReadOnlyList<KindRef> Reads => WorkloadKinds;

    internal override bool HeedsReplica(Workload workload) => false;

    protected override bool ConcernsCluster(ClusterView view) => true;

    protected override void Evaluate(Node item, ClusterView view, Judgement judgement)
    {
        Judge(KnownFlaws.Of(KnownFlaws.Component.Kubelet, item.Status.NodeInfo.KubeletVersion), "status.nodeInfo.kubeletVersion", item.Status.NodeInfo.KubeletVersion, judgement);
        if (item.Status.NodeInfo.ContainerRuntimeVersion.StartsWith("containerd://", StringComparison.Ordinal))
            Judge(KnownFlaws.Of(KnownFlaws.Component.Containerd, item.Status.NodeInfo.ContainerRuntimeVersion), "status.nodeInfo.containerRuntimeVersion",
                item.Status.NodeInfo.ContainerRuntimeVersion, judgement);
    }

    protected override void EvaluateCluster(ClusterView view, Judgement judgement)
    {
        Judge(KnownFlaws.Of(KnownFlaws.Component.ApiServer, view.Inventory.ServerVersion), "version", view.Inventory.ServerVersion ?? "", judgement);
        foreach (var server in view.ControlPlane.ApiServers)
            foreach (var container in server.Pod.Spec.Containers)
                Image(container.Image, $"Pod/{server.Pod.Name}: spec.containers[*].image", view, judgement);
        var seen = view.Inventory.ServerVersion is not null || view.Workloads.All.Count > 0;
        foreach (var container in view.Workloads.All.SelectMany(workload => workload.Template.Containers())
            .Where(container => view.ImageOf(container.Container.Image) is { } image && KnownFlaws.Of(image).Any())
            .OrderBy(container => container.Pod.Source.Ref.ToString(), StringComparer.Ordinal))
            Image(container.Container.Image, $"{container.Pod.Source.Kind}/{container.Pod.Source.Namespace}/{container.Pod.Source.Name}: {container.At("image")}", view, judgement);
        if (!seen)
            judgement.NotAssessed("Neither the version of the API server nor any workload is among the objects read.");
    }

    private static void Image(string? image, string path, ClusterView view, Judgement judgement)
    {
        if (view.ImageOf(image) is { } reference)
            Judge(KnownFlaws.Of(reference), path, image ?? "", judgement);
    }

    private static void Judge(IEnumerable<KnownFlaws.Flaw> flaws, string path, string observed, Judgement judgement)
    {
        foreach (var flaw in flaws)
            judgement.Fail(path, observed, $"{flaw.Expected} or later", $"{flaw.Id} is not fixed in this version.");
    }
}
