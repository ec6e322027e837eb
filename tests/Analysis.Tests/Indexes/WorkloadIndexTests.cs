using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Indexes;

public sealed class WorkloadIndexTests
{
    [Theory]
    [InlineData("apps/v1")]
    [InlineData("extensions/v1beta1")]
    public void Pod_OfAReplicaSet_BelongsToItsDeployment(string version)
    {
        var view = new ClusterView("test", Manifests.Inventory($$"""
            { apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { spec: { containers: [{ name: c }] } } } }
            ---
            { apiVersion: apps/v1, kind: ReplicaSet, metadata: { name: web-1, namespace: shop, ownerReferences: [{ apiVersion: {{version}}, kind: Deployment, name: web, controller: true }] }, spec: { template: { spec: { containers: [{ name: c }] } } } }
            ---
            { apiVersion: v1, kind: Pod, metadata: { name: web-1-a, namespace: shop, ownerReferences: [{ apiVersion: {{version}}, kind: ReplicaSet, name: web-1, controller: true }] }, spec: { containers: [{ name: c }] } }
            """), PosturePolicy.Default);

        var workload = Assert.Single(view.Workloads.All);
        Assert.Equal("Deployment", workload.Object.Kind);
        Assert.Equal("web-1-a", Assert.Single(workload.Pods).Name);
    }
}
