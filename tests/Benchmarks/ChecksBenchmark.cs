using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Verdicts;

namespace Posture.Benchmarks;

/// <summary>
/// Every check over a parsed dump, indexes included, from nothing to all findings. Told twice: as it is, where a small dump is through before the first collection
/// of its garbage and a large one is not; and with that collection in each run, so that sizes can be compared.
/// </summary>
internal static class ChecksBenchmark
{
    /// <summary>Results/CPU-s of kube-score over the 10k dump, as measured for the targets.</summary>
    private const double KubeScore = 109_000;

    private static double _small;

    public static void Run(Dump dump)
    {
        var inventory = Dump.Read(dump.Path);
        var now = TimeProvider.System.GetUtcNow();
        ClusterEvaluator Evaluate()
        {
            var evaluator = new ClusterEvaluator("bench", inventory, PosturePolicy.Default, ControlCatalogue.Default);
            evaluator.Evaluate(now);
            return evaluator;
        }
        var seconds = Measure.Cpu(() => Evaluate());
        var collected = Measure.Cpu(() =>
        {
            var held = Evaluate();
            GC.Collect(0);
            GC.KeepAlive(held);
        });
        var findings = Evaluate().Findings.ToList();
        Console.WriteLine($"checks             {seconds:F3} CPU-s for {ControlCatalogue.Default.Checks.Count} checks over {inventory.Count} objects, {findings.Count / seconds / 1e6:F2} M results/CPU-s");
        Console.WriteLine($"checks, collected  {collected:F3} CPU-s with a collection of what a run allocated, which else only large dumps pay");
        if (dump.Objects == 10_000)
        {
            _small = seconds;
            Targets.AtMost("2", "all checks, 10k", seconds, 0.6, "CPU-s");
            Targets.AtLeast("2", "results over kube-score's, 10k", findings.Count / seconds / KubeScore, 4, "times");
        }
        if (dump.Objects == 50_000)
        {
            Targets.AtMost("2", "all checks, 50k", seconds, 3.6, "CPU-s");
            if (_small > 0)
                Targets.AtMost("2", "all checks, CPU of 50k over CPU of 10k", seconds / _small, 6, "times");
        }
        Console.WriteLine($"findings           {findings.Count}: {string.Join(", ", findings.CountBy(finding => finding.Verdict).OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))}");
        Console.WriteLine($"evidence           {findings.Where(finding => finding.Verdict is Verdict.Fail).Sum(finding => finding.Evidence.Count)} places of failing findings");
    }
}
