using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Results of kube-bench (by CIS number) and of trivy-operator's infrastructure assessments (by KCV id), one set a node or component, and what they say of a control
/// through its references. The numbers of CIS 1.9 to 2.0 are the same; item 1.2.30 and 4.2.14 came with 1.11. Section 5 is never taken: the checks of the API are
/// stricter.
/// </summary>
internal sealed class BenchmarkIndex
{
    public static readonly IReadOnlyList<KindRef> Kinds =
    [
        new(KindInfo.OwnGroup, "KubeBenchReport"), new("aquasecurity.github.io", "InfraAssessmentReport"), new("aquasecurity.github.io", "ClusterInfraAssessmentReport"),
    ];

    /// <summary>Benchmarks whose numbers are those of the catalogue.</summary>
    public static readonly IReadOnlySet<string> Versions = new HashSet<string>(StringComparer.Ordinal) { "cis-1.9", "cis-1.10", "cis-1.11", "cis-1.12", "cis-2.0" };
    private static readonly string[] Since111 = ["1.2.30", "4.2.14"];

    private readonly List<BenchmarkRun> _benches;
    private readonly List<BenchmarkRun> _assessments;
    private readonly HashSet<string> _nodes;

    internal BenchmarkIndex(ClusterInventory inventory)
    {
        _nodes = inventory.All<Node>().Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        _benches = [.. inventory.All<KubeBenchReport>().Where(report => Versions.Contains(report.Spec.Version)).OrderBy(report => report.Name, StringComparer.Ordinal).Select(BenchmarkRun.Of)];
        _assessments = [.. inventory.All<AssessmentReport>().Where(report => Kinds.Contains(new(report.Group, report.Kind))).OrderBy(report => report.Ref.ToString(), StringComparer.Ordinal)
            .Select(BenchmarkRun.Of)];
    }

    /// <summary>Whether there are no results at all.</summary>
    public bool IsEmpty => _benches.Count == 0 && _assessments.Count == 0;

    /// <summary>CIS numbers through which kube-bench speaks of a control; section 5 left out.</summary>
    public static IEnumerable<string> NumbersOf(Control control) =>
        control.References.GetValueOrDefault("cis_kubernetes", []).Where(id => !id.StartsWith("5.", StringComparison.Ordinal));

    /// <summary>KCV ids through which an infrastructure assessment speaks of a control.</summary>
    public static IEnumerable<string> AssessmentsOf(Control control) =>
        control.References.GetValueOrDefault("trivy", []).Where(id => id.StartsWith("KCV-", StringComparison.Ordinal));

    /// <summary>What the fresh results say of a control; null when none speaks of it.</summary>
    public BenchmarkAnswer? Of(Control control, DateTimeOffset oldest)
    {
        var numbers = NumbersOf(control).ToList();
        var perNode = numbers.Exists(id => id.StartsWith("4.", StringComparison.Ordinal));
        return Answer(numbers, _benches.Where(run => run.At >= oldest), perNode) ?? Answer([.. AssessmentsOf(control)], _assessments.Where(run => run.At >= oldest), perNode);
    }

    private BenchmarkAnswer? Answer(IReadOnlyList<string> ids, IEnumerable<BenchmarkRun> runs, bool perNode)
    {
        var spoken = runs.Where(run => ids.Any(run.Results.ContainsKey)).ToList();
        if (spoken.Count == 0)
            return null;
        var places = spoken.SelectMany(run => ids.Where(run.Results.ContainsKey).Select(id => new BenchmarkPlace(run.Name, id, run.Results[id]))).ToList();
        var asked = ids.Where(id => !Since111.Contains(id) || spoken.Exists(run => run.Has111)).ToList();
        var silent = asked.Where(id => !places.Exists(place => place.Id == id)).ToList();
        // Items of section 4 are about the node: every node must have spoken.
        var without = perNode
            ? _nodes.Except(spoken.Where(run => run.SpeaksOfNode).Select(run => run.Node)).Order(StringComparer.Ordinal).ToList()
            : [];
        return new(places, silent, without);
    }
}

/// <summary>What ingested results say of a control.</summary>
/// <param name="Places">Results of the control's items, source by source.</param>
/// <param name="Silent">Items that no source speaks of.</param>
/// <param name="Nodes">Nodes without results where every node must have some.</param>
internal sealed record BenchmarkAnswer(IReadOnlyList<BenchmarkPlace> Places, IReadOnlyList<string> Silent, IReadOnlyList<string> Nodes);

/// <summary>One result: who says it, the item, and PASS, FAIL, WARN or INFO.</summary>
internal readonly record struct BenchmarkPlace(string Source, string Id, string Status);
