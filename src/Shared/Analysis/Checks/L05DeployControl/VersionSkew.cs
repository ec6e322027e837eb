using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-RUN-VERSION-SKEW: the kubelet of a node is no newer than the API server and at most three minor versions older, and the kubelets of a pool
/// are of one minor version. The server's version is that of discovery, or else of the image of its visible pod.
/// </summary>
internal sealed class VersionSkew : ObjectCheck<Node>
{
    private const int MaxOlder = 3;

    public override string Id => "L5-RUN-VERSION-SKEW";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>(), .. Kinds<Node>()];

    public override bool DecidesWithoutReads => true;

    public override bool CrossNamespace => true;

    /// <summary>The API server's pod, and other nodes of the pool.</summary>
    public override bool Heeds(KubeObject changed) => changed is Node || ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(Node item, ClusterView view, Judgement judgement)
    {
        if (ClusterView.MinorOf(item.Status.NodeInfo.KubeletVersion) is not { } kubelet)
        {
            judgement.NotAssessed("The node does not report the version of its kubelet.");
            return;
        }
        if (view.NodePools.Of(item) is { NewestMinor: { } newest } pool && newest > kubelet)
            judgement.Fail("status.nodeInfo.kubeletVersion", item.Status.NodeInfo.KubeletVersion, $"1.{newest}, as elsewhere in its pool",
                $"Pool {pool.Name} runs kubelets of several minor versions; this node is behind.");
        if (view.ServerMinor is not { } server)
            judgement.NotAssessed("The version of the API server is not known.");
        else if (kubelet > server || server - kubelet > MaxOlder)
            judgement.Fail("status.nodeInfo.kubeletVersion", item.Status.NodeInfo.KubeletVersion, $"1.{server - MaxOlder} to 1.{server}",
                kubelet > server ? "The kubelet is newer than the API server." : "The kubelet is too old for the API server: fixes and checks that it relies on are missing.");
    }
}
