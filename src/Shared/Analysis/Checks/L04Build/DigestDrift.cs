using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-WL-DIGEST-DRIFT: pods of one template revision run different digests under one container name, so a tag moved between their starts (NIST SP 800-190
/// 4.2.2). Compared a node architecture, as digests of multi-architecture images may differ between them.
/// </summary>
internal sealed class DigestDrift : WorkloadCheck
{
    public override string Id => "L4-WL-DIGEST-DRIFT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Node>()];

    protected override bool TemplateOnly => true;

    protected override bool Concerns(Workload workload, ClusterView view) =>
        workload.Object is Deployment or StatefulSet or DaemonSet && workload.Pods.Count > 0;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        var digests = new Dictionary<(string Revision, string Architecture, string Container), ReadOnlyMemory<char>>();
        foreach (var live in workload.Pods)
        {
            var labels = live.Metadata.Labels;
            if ((labels["pod-template-hash"] ?? labels["controller-revision-hash"]) is not { } revision || live.Status is not { } status)
                continue;
            var architecture = view.Inventory.Find<Node>("", live.Spec.NodeName ?? "")?.Status.NodeInfo.Architecture ?? "";
            Compare(live, status.InitContainerStatuses, "initContainerStatuses", revision, architecture, digests, judgement);
            Compare(live, status.ContainerStatuses, "containerStatuses", revision, architecture, digests, judgement);
        }
        if (digests.Count == 0)
            judgement.NotAssessed("No pod reports the digest it runs.");
    }

    private static void Compare(Pod pod, IReadOnlyList<ContainerStatus> statuses, string field, string revision, string architecture,
        Dictionary<(string Revision, string Architecture, string Container), ReadOnlyMemory<char>> digests, Judgement judgement)
    {
        for (var i = 0; i < statuses.Count; i++)
        {
            if (statuses[i].ImageID is not { } id || id.IndexOf('@', StringComparison.Ordinal) is not (var at and >= 0))
                continue;
            var digest = id.AsMemory(at + 1);
            var key = (revision, architecture, statuses[i].Name);
            if (digests.TryAdd(key, digest) || digests[key] is var first && first.Span.SequenceEqual(digest.Span))
                continue;
            if (architecture.Length == 0)
                judgement.NotAssessed($"Container {statuses[i].Name} runs several digests, but the architecture of the node of {pod.Name} is unknown.");
            else
                judgement.Fail($"Pod/{pod.Name}: status.{field}[{i}].imageID", digest.ToString(), first.ToString(),
                    $"Pods of revision {revision} run different images as container {statuses[i].Name}.");
        }
    }
}
