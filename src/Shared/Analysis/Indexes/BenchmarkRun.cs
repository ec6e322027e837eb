using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Results of one run on one node or component.</summary>
/// <param name="Name">Who says it, for evidence.</param>
/// <param name="Node">Node it ran on; empty when unknown.</param>
/// <param name="At">When; results without a time are never fresh.</param>
/// <param name="SpeaksOfNode">It judged the node's own settings, not only what runs there.</param>
/// <param name="Has111">The benchmark has the items that CIS 1.11 added.</param>
/// <param name="Results">Status by item.</param>
internal sealed record BenchmarkRun(string Name, string Node, DateTimeOffset? At, bool SpeaksOfNode, bool Has111, IReadOnlyDictionary<string, string> Results)
{
    private const string KindLabel = "trivy-operator.resource.kind";
    private const string NameLabel = "trivy-operator.resource.name";

    public static BenchmarkRun Of(KubeBenchReport report) => new(
        $"kube-bench ({report.Spec.Version}) on {report.Spec.Node}", report.Spec.Node, report.Spec.CollectedAt,
        report.Spec.Results.Any(result => result.Id.StartsWith("4.", StringComparison.Ordinal)), report.Spec.Version is not ("cis-1.9" or "cis-1.10"),
        Worst(report.Spec.Results.Select(result => (result.Id, result.Status))));

    public static BenchmarkRun Of(AssessmentReport report) => new(
        $"{report.Kind} {report.Name}", report.Metadata.Labels[NameLabel] ?? "", report.Report.UpdateTimestamp, report.Metadata.Labels[KindLabel] == "Node", Has111: true,
        Worst(report.Report.Checks.Results.Where(result => result.Success is not null).Select(result => (IdOf(result.CheckID), result.Success == true ? "PASS" : "FAIL"))));

    /// <summary><c>AVD-KCV-0001</c>, <c>KCV-0001</c> and <c>KCV0001</c> are one id.</summary>
    private static string IdOf(string id)
    {
        var at = id.IndexOf("KCV", StringComparison.Ordinal);
        return at < 0 ? id : $"KCV-{id[(at + 3)..].TrimStart('-')}";
    }

    private static Dictionary<string, string> Worst(IEnumerable<(string Id, string Status)> results)
    {
        var worst = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, status) in results)
            if (!worst.TryGetValue(id, out var held) || Rank(status) > Rank(held))
                worst[id] = status;
        return worst;
    }

    private static int Rank(string status) => status switch
    {
        "FAIL" => 3,
        "PASS" => 1,
        "INFO" => 0,
        _ => 2,
    };
}
