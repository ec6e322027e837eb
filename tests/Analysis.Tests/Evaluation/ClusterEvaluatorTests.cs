using CsCheck;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Evaluation;

public sealed class ClusterEvaluatorTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static ClusterEvaluator Evaluator(ClusterInventory inventory) => new("c", inventory, PosturePolicy.Default, ControlCatalogue.Default);

    /// <summary>Objects that depend on one another: owners and pods, policies and bindings over three namespaces.</summary>
    private static List<KubeObject> Pool()
    {
        var text = new System.Text.StringBuilder();
        foreach (var ns in new[] { "a", "b", "kube-system" })
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""
                ---
                { apiVersion: v1, kind: Namespace, metadata: { name: {{ns}}, labels: { pod-security.kubernetes.io/enforce: baseline, posture.dev/tenant: "{{ns}}", istio-injection: enabled } } }
                ---
                { apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: {{ns}} }, spec: { template: { metadata: { labels: { app: web } }, spec: { serviceAccountName: web, containers: [{ name: c, image: "nginx:latest" }] } } } }
                ---
                { apiVersion: apps/v1, kind: ReplicaSet, metadata: { name: web-1, namespace: {{ns}}, ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: web, controller: true }] }, spec: { template: { spec: { containers: [{ name: c }] } } } }
                ---
                { apiVersion: v1, kind: Pod, metadata: { name: web-1-a, namespace: {{ns}}, labels: { app: web }, ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-1, controller: true }] }, spec: { containers: [{ name: c, securityContext: { privileged: true } }] } }
                ---
                { apiVersion: v1, kind: Pod, metadata: { name: web-1-b, namespace: {{ns}}, ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-1, controller: true }] }, spec: { hostPID: true, containers: [{ name: c }] } }
                ---
                { apiVersion: v1, kind: Pod, metadata: { name: web-1-c, namespace: {{ns}}, ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-1, controller: true }] }, spec: { hostPID: true, containers: [{ name: c }] } }
                ---
                { apiVersion: v1, kind: Pod, metadata: { name: web-1-d, namespace: {{ns}}, ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-1, controller: true }] }, spec: { hostIPC: true, nodeName: n1, containers: [{ name: c, image: "registry.local:5000/tool:1" }] } }
                ---
                { apiVersion: v1, kind: Pod, metadata: { name: web-1-e, namespace: {{ns}}, ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-1, controller: true }] }, spec: { containers: [{ name: c, securityContext: { capabilities: { add: [SYS_ADMIN] } } }] } }
                ---
                { apiVersion: v1, kind: Pod, metadata: { name: web-1-f, namespace: {{ns}}, labels: { app: web }, ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-1, controller: true }] }, spec: { nodeName: n1, containers: [{ name: c, image: "nginx:latest", volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }] } }
                ---
                { apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: data, namespace: {{ns}} }, spec: { accessModes: [ReadWriteMany] } }
                ---
                { apiVersion: v1, kind: Pod, metadata: { name: bare, namespace: {{ns}} }, spec: { hostPID: true, containers: [{ name: c, volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }] } }
                ---
                { apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: deny, namespace: {{ns}} }, spec: { podSelector: {} } }
                ---
                { apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: peers, namespace: {{ns}} }, spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: b } }, podSelector: { matchLabels: { app: web } } }, { namespaceSelector: { matchLabels: { pod-security.kubernetes.io/enforce: baseline } }, podSelector: { matchLabels: { app: web } } }] }] } }
                ---
                { apiVersion: v1, kind: ServiceAccount, metadata: { name: web, namespace: {{ns}} } }
                ---
                { apiVersion: v1, kind: Service, metadata: { name: web, namespace: {{ns}} }, spec: { type: NodePort, selector: { app: web }, ports: [{ port: 80, nodePort: 30080 }] } }
                ---
                { apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: { name: web, namespace: {{ns}} }, subjects: [{ kind: ServiceAccount, name: web, namespace: {{ns}} }], roleRef: { kind: ClusterRole, name: wide } }

                """);
        text.Append("""
            ---
            { apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: wide }, rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }] }
            ---
            { apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: { name: wide }, subjects: [{ kind: Group, name: "system:authenticated" }], roleRef: { kind: ClusterRole, name: wide } }
            """);
        text.Append("""

            ---
            { apiVersion: v1, kind: Node, metadata: { name: n1 } }
            """);
        return [.. Manifests.Inventory(text.ToString()).All().OrderBy(item => item.Ref.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>The same pods later: another digest runs, another label, on another node, without the volume, ended, of nobody.</summary>
    private static IEnumerable<KubeObject> Later(IEnumerable<KubeObject> pool)
    {
        foreach (var pod in pool.OfType<Pod>())
        {
            foreach (var digit in "12")
                yield return pod with { Status = new() { Phase = "Running", ContainerStatuses = [new() { Name = "c", ImageID = $"nginx@sha256:{new string(digit, 64)}", Ready = digit == '1' }] } };
            yield return pod with { Status = new() { Phase = "Succeeded" } };
            yield return pod with { Metadata = pod.Metadata with { Labels = StringMap.From([new("app", "other")]) } };
            yield return pod with { Spec = pod.Spec with { NodeName = "n1", Volumes = [] } };
            yield return pod with { Metadata = pod.Metadata with { OwnerReferences = [] } };
        }
    }

    [Fact]
    public void Evaluate_AnyOrderOfChanges_EqualsAFreshEvaluation()
    {
        var start = Pool();
        var pool = start.Concat(Later(start)).ToList();
        Gen.Select(Gen.Select(Gen.Int[0, pool.Count - 1], Gen.Bool).Array[1, 60], Gen.Bool).Sample((steps, full) =>
        {
            var evaluator = Evaluator(Manifests.Inventory(""));
            var held = (full ? start : []).ToDictionary(item => item.Ref);
            foreach (var item in held.Values)
                evaluator.Put(item);
            evaluator.Evaluate(Now);
            for (var i = 0; i < steps.Length; i++)
            {
                var (pick, add) = steps[i];
                var item = pool[pick];
                if (add)
                    evaluator.Put(held[item.Ref] = item);
                else if (held.Remove(item.Ref))
                    evaluator.Remove(new(item.Group, item.Kind), item.Namespace, item.Name);
                if (i % 2 == 0)
                    evaluator.Evaluate(Now);
            }
            evaluator.Evaluate(Now);

            var inventory = Manifests.Inventory("");
            foreach (var item in held.Values)
                inventory.Put(item);
            var fresh = Evaluator(inventory);
            fresh.Evaluate(Now);

            Assert.Equal(fresh.Findings.Select(Shown), evaluator.Findings.Select(Shown));
            Assert.Equal(fresh.Scores(), evaluator.Scores());
        }, iter: 400);
    }

    [Fact]
    public void Evaluate_AnyOrderOfArrival_GivesTheSameFindings()
    {
        var pool = Pool();
        var first = Evaluator(Manifests.Inventory(""));
        pool.ForEach(first.Put);
        first.Evaluate(Now);
        var expected = first.Findings.Select(Shown).ToList();

        Gen.Shuffle(pool.ToArray()).Sample(order =>
        {
            var evaluator = Evaluator(Manifests.Inventory(""));
            foreach (var item in order)
                evaluator.Put(item);
            evaluator.Evaluate(Now);
            Assert.Equal(expected, evaluator.Findings.Select(Shown));
        }, iter: 50);
    }

    [Fact]
    public void Evaluate_OneOfManyUnlikeReplicas_FailsTheWorkload()
    {
        var pods = string.Join("\n---\n", Enumerable.Range(0, 8).Select(i => $$"""
            { apiVersion: v1, kind: Pod, metadata: { name: web-{{i}}, namespace: a, ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: web, controller: true }] }, spec: { containers: [{ name: c, image: "app:{{i}}", securityContext: { privileged: {{(i == 7 ? "true" : "false")}} } }] } }
            """));
        var evaluator = Evaluator(Manifests.Inventory($$"""
            { apiVersion: apps/v1, kind: StatefulSet, metadata: { name: web, namespace: a }, spec: { template: { spec: { containers: [{ name: c, image: "app:0" }] } } } }
            ---
            {{pods}}
            """));

        evaluator.Evaluate(Now);

        var finding = Assert.Single(evaluator.Findings, finding => finding is { Control: "L1-CTR-PRIVILEGED", Object.Kind: "StatefulSet" });
        Assert.Equal(Verdict.Fail, finding.Verdict);
        Assert.Contains("Pod/web-7", finding.Evidence[0].Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1.33.4", 7, 7)] // whoever created the pod wrote the 7; nobody counts
    [InlineData(null, 7, 7)]
    [InlineData("v1.35.0", 1, 2)]
    public void Evaluate_SpecOfARunningPodChanges_IsJudgedAgain(string? version, long before, long after)
    {
        var inventory = Manifests.Inventory("""
            { apiVersion: v1, kind: Pod, metadata: { name: bare, namespace: a, uid: u }, spec: { containers: [{ name: c, securityContext: { privileged: false } }] } }
            """);
        inventory.ServerVersion = version;
        var pod = inventory.All<Pod>().Single();
        pod.Metadata = pod.Metadata with { Generation = before };
        var evaluator = Evaluator(inventory);
        evaluator.Evaluate(Now);

        evaluator.Put(pod with
        {
            Metadata = pod.Metadata with { Generation = after },
            Spec = pod.Spec with { EphemeralContainers = [new() { Name = "debug", SecurityContext = new() { Privileged = true } }] },
        });
        evaluator.Evaluate(Now);

        Assert.Equal(Verdict.Fail, evaluator.Findings.Single(finding => finding is { Control: "L1-CTR-PRIVILEGED", Object.Kind: "Pod" }).Verdict);
    }

    [Fact]
    public void Evaluate_UnreadableKind_IsNotAssessedNeverPassed()
    {
        var inventory = Manifests.Inventory("""
            { apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: a }, spec: { template: { spec: { containers: [{ name: c }] } } } }
            """);
        inventory.SetCoverage(new("networking.k8s.io", "NetworkPolicy", CoverageState.Forbidden, "grant list on networkpolicies", null, 0));
        var evaluator = Evaluator(inventory);

        evaluator.Evaluate(Now);

        var finding = Assert.Single(evaluator.Findings, finding => finding.Control == "L7-NETPOL-DEFAULT-DENY-INGRESS" && finding.Object.Name == "a");
        Assert.Equal(Verdict.NotAssessed, finding.Verdict);
        Assert.Contains("grant list on networkpolicies", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_UnreadableSubjects_LowerCoverageByOneFindingOnTheCluster()
    {
        var inventory = Manifests.Inventory("");
        inventory.SetCoverage(new("", "Pod", CoverageState.Forbidden, "grant list on pods", null, 0));
        var evaluator = Evaluator(inventory);

        evaluator.Evaluate(Now);

        Assert.Contains(evaluator.Findings, finding => finding is { Control: "L1-CTR-PRIVILEGED", Verdict: Verdict.NotAssessed, Object.Kind: "Cluster" });
        Assert.Null(evaluator.Scores()[1].Value);
    }

    [Fact]
    public void Evaluate_CoverageComesBack_JudgesAgain()
    {
        var inventory = Manifests.Inventory("""
            { apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: a }, spec: { template: { spec: { containers: [{ name: c }] } } } }
            """);
        inventory.SetCoverage(new("networking.k8s.io", "NetworkPolicy", CoverageState.Forbidden, "no right", null, 0));
        var evaluator = Evaluator(inventory);
        evaluator.Evaluate(Now);

        evaluator.SetCoverage(new("networking.k8s.io", "NetworkPolicy", CoverageState.Read, null, Now, 0));
        var result = evaluator.Evaluate(Now);

        Assert.Contains(result.Changed, finding => finding is { Control: "L7-NETPOL-DEFAULT-DENY-INGRESS", Verdict: Verdict.Fail });
    }

    [Fact]
    public void Evaluate_SystemNamespace_IsShownNotScored()
    {
        var inventory = Manifests.Inventory("""
            { apiVersion: apps/v1, kind: DaemonSet, metadata: { name: agent, namespace: kube-system }, spec: { template: { spec: { containers: [{ name: c, securityContext: { privileged: true } }] } } } }
            """);
        var evaluator = Evaluator(inventory);

        evaluator.Evaluate(Now);

        var finding = Assert.Single(evaluator.Findings, finding => finding.Control == "L1-CTR-PRIVILEGED");
        Assert.Equal((Verdict.Exempt, true), (finding.Verdict, finding.System));
        Assert.Equal(0, evaluator.Scores()[1].Failed);
    }

    private static string Shown(Finding finding) =>
        $"{finding.Control}|{finding.Object}|{finding.Verdict}|{finding.System}|{finding.Message}|{string.Join(';', finding.Evidence.Select(place => $"{place.Path}={place.Observed}"))}";
}
