using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Indexes;

/// <summary>Which images run, whatever runs them.</summary>
public sealed class ImageUsesTests
{
    /// <summary>A static pod is no subject of checks of workloads (R8), and what it runs runs all the same.</summary>
    [Fact]
    public void StaticPod_RunsAnImage_LikeAnyOther()
    {
        var evaluator = new ClusterEvaluator("prod", Manifests.Inventory(""), PosturePolicy.Default, ControlCatalogue.Default);
        var images = new ImageUses(evaluator.View);
        Assert.Empty(images.TakeChanges());

        evaluator.Put(Pod('a'));
        var (workload, uses) = Assert.Single(images.TakeChanges());
        Assert.Equal(("Pod", "kube-apiserver-node-1", $"sha256:{new string('a', 64)}"), (workload.Kind, workload.Name, Assert.Single(uses).Digest));
        Assert.Empty(evaluator.View.Workloads.All);
        Assert.Equal(workload, Assert.Single(new ImageUses(new("prod", evaluator.View.Inventory, PosturePolicy.Default)).TakeChanges()).Workload); // by whoever asks for all of them

        evaluator.Put(Pod('b'));
        Assert.Equal($"sha256:{new string('b', 64)}", Assert.Single(Assert.Single(images.TakeChanges()).Uses).Digest);
        Assert.Empty(images.TakeChanges());

        evaluator.Remove(new("", "Pod"), "kube-system", "kube-apiserver-node-1");
        Assert.Empty(Assert.Single(images.TakeChanges()).Uses);
        Assert.Empty(evaluator.View.Workloads.MirrorPods);
    }

    private static KubeObject Pod(char digest) => Assert.Single(Manifests.Inventory($$"""
        { apiVersion: v1, kind: Pod, metadata: { name: kube-apiserver-node-1, namespace: kube-system, annotations: { kubernetes.io/config.mirror: x } },
          spec: { containers: [{ name: kube-apiserver, image: "registry.k8s.io/kube-apiserver:v1.36.1" }] },
          status: { phase: Running, containerStatuses: [{ name: kube-apiserver, imageID: "registry.k8s.io/kube-apiserver@sha256:{{new string(digest, 64)}}" }] } }
        """).All<Pod>());
}
