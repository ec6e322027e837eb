using System.Text.Json;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Analysis.Tests.Checks;
using Posture.Model.Coverage;
using Posture.Model.Federation;
using Posture.Model.Inventory;
using Posture.Model.Json;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Federation;

/// <summary>Clusters that see each other through digests.</summary>
public sealed class FleetEvaluationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Admin = """
        ---
        { apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: cluster-admin }, rules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }] }

        """;

    private static string Binding(string user) => $$"""
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: { name: ops }
        roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
        subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: {{user}} }]

        """;

    private static readonly PosturePolicy SeparateProduction =
        PosturePolicy.Default with { SeparateEnvironments = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "Production" } };

    private static string Namespace(string level) =>
        $"---\n{{ apiVersion: v1, kind: Namespace, metadata: {{ name: shop, labels: {{ pod-security.kubernetes.io/enforce: {level} }} }} }}\n";

    private static ClusterEvaluator Cluster(string name, string yaml) => new(name, Manifests.Inventory(yaml), PosturePolicy.Default, ControlCatalogue.Default);

    private static FleetMember Member(ClusterEvaluator cluster) => new(cluster.View.Cluster, "", Now, cluster.View.Digest);

    private static Finding Of(ClusterEvaluator cluster, string control) => Assert.Single(cluster.Findings, finding => finding.Control == control);

    [Fact]
    public void OtherCluster_Changes_OnlyFleetChecksAreJudgedAgain()
    {
        var own = Cluster("a", Namespace("baseline"));
        own.SetFleet(new("", [Member(Cluster("b", Namespace("baseline")))], 1));
        own.Evaluate(Now);
        Assert.Equal(Verdict.Pass, Of(own, "L10-PSA-DRIFT").Verdict);

        own.SetFleet(new("", [Member(Cluster("b", Namespace("restricted")))], 2));
        var result = own.Evaluate(Now);

        Assert.Equal(Verdict.Fail, Of(own, "L10-PSA-DRIFT").Verdict);
        Assert.All(result.Changed, finding => Assert.StartsWith("L10-", finding.Control, StringComparison.Ordinal));
        Assert.Empty(own.Evaluate(Now).Changed);
    }

    [Fact]
    public void Fleet_OfTheSameVersion_JudgesNothingAgain()
    {
        var own = Cluster("a", Namespace("baseline"));
        var other = Cluster("b", Namespace("restricted"));
        own.SetFleet(new("", [Member(other)], 1));
        own.Evaluate(Now);

        own.SetFleet(new("", [Member(other) with { ConfirmedAt = Now.AddMinutes(1) }], 1));

        Assert.Empty(own.Evaluate(Now).Changed);
    }

    [Fact]
    public void LastOtherCluster_Leaves_FindingsOfObjectsGoAndTheClusterIsNotAssessed()
    {
        var own = Cluster("a", Namespace("baseline"));
        own.SetFleet(new("", [Member(Cluster("b", Namespace("restricted")))], 1));
        own.Evaluate(Now);

        own.SetFleet(new("", [], 2));
        own.Evaluate(Now);

        var finding = Of(own, "L10-PSA-DRIFT");
        Assert.Equal((Verdict.NotAssessed, "Cluster"), (finding.Verdict, finding.Object.Kind));
        Assert.Contains("alone", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fleet_Judged_ChangesNoDigest()
    {
        var own = Cluster("a", Admin + Binding("alice") + Namespace("baseline"));
        own.Evaluate(Now);
        var digest = own.View.Digest;

        own.SetFleet(new("production", [Member(Cluster("b", Admin + Binding("bob") + Namespace("restricted")))], 1));
        own.Evaluate(Now.AddHours(1));

        Assert.Same(digest, own.View.Digest);
    }

    [Fact]
    public void Digest_AfterChanges_IsThatOfTheSameObjectsReadAnew()
    {
        var own = Cluster("a", Admin + Binding("alice") + Namespace("baseline"));
        own.Evaluate(Now);
        _ = own.View.Digest;
        foreach (var item in Manifests.Inventory(Binding("mallory") + Namespace("restricted")
            + "---\n{ apiVersion: v1, kind: Node, metadata: { name: n }, status: { nodeInfo: { kubeletVersion: v1.33.1 } } }\n"
            + "---\n{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: deny, namespace: shop }, spec: { podSelector: {} } }\n"
            + "---\n{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { spec: { containers: [{ name: c, image: "
            + "\"r.example.com/w@sha256:11\" }] } } } }\n"
            + "---\n{ apiVersion: policy.sigstore.dev/v1beta1, kind: ClusterImagePolicy, metadata: { name: signed }, spec: { mode: warn } }\n").All())
            own.Put(item);
        own.Remove(new("rbac.authorization.k8s.io", "ClusterRole"), "", "cluster-admin");
        var anew = new ClusterInventory();
        foreach (var kind in own.View.Inventory.Coverage)
            anew.SetCoverage(kind);
        foreach (var item in own.View.Inventory.All())
            anew.Put(item);

        Assert.Equal(Text(new ClusterEvaluator("a", anew, PosturePolicy.Default, ControlCatalogue.Default).View.Digest), Text(own.View.Digest));
    }

    [Fact]
    public void Digest_KindNoLongerReadable_LeavesItsPartOut()
    {
        var own = Cluster("a", Admin + Binding("alice"));
        Assert.NotNull(own.View.Digest.Rights);

        own.SetCoverage(new("rbac.authorization.k8s.io", "RoleBinding", CoverageState.Forbidden, "forbidden", null, 0));

        Assert.Null(own.View.Digest.Rights);
    }

    [Fact]
    public void Digest_Written_ReadsBackEqual()
    {
        var digest = Cluster("a", Admin + Binding("alice") + Namespace("baseline")).View.Digest;

        var read = JsonSerializer.Deserialize(Text(digest), ModelJson.Default.ClusterDigest)!;

        Assert.Equal(Text(digest), Text(read));
        Assert.Equal(RightsStrength.Everything, read.Rights!.Subjects["User:alice"]);
    }

    [Fact]
    public void SeparateEnvironment_OthersAreNotComparedWithIt()
    {
        var own = new ClusterEvaluator("a", Manifests.Inventory(Namespace("baseline")), SeparateProduction, ControlCatalogue.Default);
        own.SetFleet(new("production", [Member(Cluster("b", Namespace("restricted"))) with { Environment = "staging" }], 1));
        own.Evaluate(Now);
        Assert.Equal(Verdict.NotAssessed, Of(own, "L10-PSA-DRIFT").Verdict);

        own.SetFleet(new("production", [Member(Cluster("b", Namespace("restricted"))) with { Environment = "production" }], 2));
        own.Evaluate(Now);

        Assert.Equal(Verdict.Fail, Of(own, "L10-PSA-DRIFT").Verdict);
    }

    /// <summary>A tenant reads findings of its namespaces: whatever any fixture brings about, none of them names another cluster or what only it holds.</summary>
    [Fact]
    public void Evidence_OfNamespacedObjects_NamesNoOtherCluster()
    {
        var seen = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.yaml", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            if (!text.Contains("## cluster ", StringComparison.Ordinal))
                continue;
            // Letters of the text are not to be found by chance.
            for (var i = 0; i < 4; i++)
                text = text.Replace($"## cluster {"abcd"[i]}", $"## cluster foreign-{i}", StringComparison.Ordinal);
            var evaluator = FixtureTests.Evaluate(text);
            string[] others = [.. evaluator.View.Fleet.Others.Select(other => other.Name), .. evaluator.View.Peers.SelectMany(peer => Only(peer.Digest, evaluator.View.Digest))];
            foreach (var finding in evaluator.Findings.Where(finding => finding.ScopeNamespace.Length > 0))
            {
                seen++;
                var words = $"{finding.Message} {string.Join(' ', finding.Evidence)}".Split([' ', ',', '.', ';', ':', '/', '(', ')', '='], StringSplitOptions.RemoveEmptyEntries);
                Assert.Empty(words.Intersect(others, StringComparer.Ordinal));
            }
        }
        Assert.True(seen > 50, $"only {seen} findings of namespaced objects were looked at");
    }

    private static IEnumerable<string> Only(ClusterDigest other, ClusterDigest own) =>
        (other.Namespaces?.Keys ?? []).Except(own.Namespaces?.Keys ?? [], StringComparer.Ordinal);

    private static string Text(ClusterDigest digest) => JsonSerializer.Serialize(digest, ModelJson.Default.ClusterDigest);
}
