using System.Text;
using System.Text.Json.Nodes;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Checks;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Checks;

/// <summary>
/// The same pod under another kind of workload has the same verdict: the fixtures of a control, wrapped in each kind. Only a DaemonSet may be exempt as infrastructure.
/// </summary>
public sealed class WorkloadKindTests
{
    private const int Most = 3;

    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Controls that judge more than the pod: its controller, its copies, labels of the outer object, live pods, reports about it, other clusters, the namespace.</summary>
    private static readonly string[] OfTheController =
    [
        "L4-WL-DIGEST-DRIFT", "L4-WL-UNTRACKED", "L5-NS-SYSTEM", "L5-ROLLOUT-STRATEGY", "L6-WL-AVAILABILITY", "L6-WL-PROBES", "L10-IMAGE-DRIFT",
        "L2-IMG-NOT-SCANNED", "L2-IMG-VULN-CRITICAL", "L2-IMG-VULN-HIGH",
    ];

    private static readonly (string ApiVersion, string Kind, string Template)[] Kinds =
    [
        ("v1", "PodTemplate", "template"), ("v1", "ReplicationController", "spec.template"), ("apps/v1", "ReplicaSet", "spec.template"),
        ("apps/v1", "Deployment", "spec.template"), ("apps/v1", "StatefulSet", "spec.template"), ("apps/v1", "DaemonSet", "spec.template"),
        ("batch/v1", "Job", "spec.template"), ("batch/v1", "CronJob", "spec.jobTemplate.spec.template"), ("apps.openshift.io/v1", "DeploymentConfig", "spec.template"),
        ("argoproj.io/v1alpha1", "Rollout", "spec.template"), ("serving.knative.dev/v1", "Service", "spec.template"),
    ];

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static TheoryData<string> Controls() =>
        new(ControlCatalogue.Default.Checks.Where(check => check is WorkloadCheck).Select(check => check.Id).Except(OfTheController));

    [Theory]
    [MemberData(nameof(Controls))]
    public void SamePod_OfAnotherKind_HasTheSameVerdicts(string control)
    {
        var wrong = new List<string>();
        foreach (var file in new[] { "pass", "fail" }.SelectMany(verdict => Directory.EnumerateFiles(Path.Combine(Root, control), $"{verdict}.*.yaml")
            .Order(StringComparer.Ordinal).Where(file => OnlyWorkload(File.ReadAllText(file)) is not null).Take(Most)))
        {
            var text = File.ReadAllText(file);
            var own = OnlyWorkload(text)!;
            var expected = Verdicts(control, text, own, own);
            wrong.AddRange(Kinds.Select(kind => (kind.Kind, Verdicts: Verdicts(control, text, own, Wrap(own, kind.ApiVersion, kind.Kind, kind.Template))))
                .Where(other => other.Verdicts != expected && other is not (Kind: "DaemonSet", Verdicts: "Exempt"))
                .Select(other => $"{Path.GetFileName(file)}: {own.Kind} {expected}, {other.Kind} {other.Verdicts}"));
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    /// <summary>The one workload of a fixture, a Pod or Deployment that is not live; null when there is another.</summary>
    private static KubeObject? OnlyWorkload(string text)
    {
        if (text.Contains("## cluster", StringComparison.Ordinal))
            return null;
        var workloads = Manifests.Inventory(text).All().Where(item => Workload.AllKinds.Contains(new(item.Group, item.Kind))).ToList();
        return workloads is [Deployment or Pod { Status.ContainerStatuses.Count: 0, Status.Phase: null, Metadata.OwnerReferences.Count: 0, Spec.EphemeralContainers.Count: 0 }]
            ? workloads[0] : null;
    }

    private static KubeObject Wrap(KubeObject own, string apiVersion, string kind, string path)
    {
        var view = Workload.TemplateOf(own)!;
        var outer = Documents.Of(own);
        var template = own is Pod ? new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = outer["metadata"]!["labels"]?.DeepClone(), ["annotations"] = outer["metadata"]!["annotations"]?.DeepClone() },
            ["spec"] = outer["spec"]!.DeepClone(),
        } : outer["spec"]!["template"]!.DeepClone().AsObject();
        JsonObject item = template;
        foreach (var step in path.Split('.').Reverse())
            item = new() { [step] = item };
        (item["apiVersion"], item["kind"]) = (apiVersion, kind);
        item["metadata"] = new JsonObject { ["name"] = view.Source.Name, ["namespace"] = view.Source.Namespace };
        var read = KnownKinds.FindByVersion(apiVersion, kind)!.Decode(Encoding.UTF8.GetBytes(item.ToJsonString()))!;
        (read.ApiVersion, read.Kind) = (apiVersion, kind);
        return read;
    }

    private static string Verdicts(string control, string text, KubeObject own, KubeObject instead)
    {
        var inventory = Manifests.Inventory(text);
        inventory.Remove(new(own.Group, own.Kind), own.Namespace, own.Name);
        inventory.Put(instead);
        var evaluator = new ClusterEvaluator("test", inventory, FixtureTests.TestPolicy, ControlCatalogue.Default);
        evaluator.Evaluate(Now);
        return string.Join(' ', evaluator.Findings.Where(finding => finding.Control == control && finding.Object.Namespace == own.Namespace && finding.Object.Name == own.Name)
            .Select(finding => $"{finding.Verdict}").Distinct().Order(StringComparer.Ordinal).DefaultIfEmpty("none"));
    }
}
