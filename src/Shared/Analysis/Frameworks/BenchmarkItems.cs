using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Frameworks;

/// <summary>
/// What imported results of kube-bench say of single items of the CIS benchmark for one cluster. Items of section 4 are about each node, the others about each node that
/// carries the control plane's label; a node without a result is unknown. Results older than <paramref name="oldest"/>, without a time, or of a benchmark with other
/// numbers are not taken.
/// </summary>
/// <param name="reports">Runs on the cluster's nodes.</param>
/// <param name="nodes">The cluster's nodes, and whether they carry the control plane.</param>
/// <param name="oldest">Oldest time of a run that is taken.</param>
public sealed class BenchmarkItems(IEnumerable<KubeBenchReport> reports, IReadOnlyList<(string Name, bool ControlPlane)> nodes, DateTimeOffset oldest)
{
    private readonly List<BenchmarkRun> _runs = [.. reports.Where(report => BenchmarkIndex.Versions.Contains(report.Spec.Version)).Select(BenchmarkRun.Of).Where(run => run.At >= oldest)];

    /// <summary>Results of an item; each run counts once, and each node that should have spoken and did not is unknown.</summary>
    public BenchmarkTally Of(string item)
    {
        var spoken = _runs.Where(run => run.Results.ContainsKey(item)).ToList();
        var everyNode = item.StartsWith("4.", StringComparison.Ordinal);
        var expected = nodes.Where(node => everyNode || node.ControlPlane).Select(node => node.Name).ToList();
        var silent = expected.Except(spoken.Select(run => run.Node), StringComparer.Ordinal).Count();
        // Without a list of nodes nobody knows whether all have spoken; a hidden control plane has at least to speak once.
        if (expected.Count == 0 && (everyNode || spoken.Count == 0))
            silent = 1;
        return new(
            Count("PASS"), Count("FAIL"), spoken.Count - Count("PASS") - Count("FAIL") - Count("INFO"), Count("INFO"), silent);

        int Count(string status) => spoken.Count(run => run.Results[item] == status);
    }
}

/// <summary>Results of one item of a benchmark.</summary>
/// <param name="Pass">Runs in which it is kept.</param>
/// <param name="Fail">Runs in which it is not.</param>
/// <param name="Manual">Runs that leave it to a person.</param>
/// <param name="NotApplicable">Runs in which it does not apply.</param>
/// <param name="Unknown">Nodes without a result.</param>
public readonly record struct BenchmarkTally(int Pass, int Fail, int Manual, int NotApplicable, int Unknown);
