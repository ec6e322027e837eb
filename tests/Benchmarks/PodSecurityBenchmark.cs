using Posture.Analysis.PodSecurity;
using Posture.Model.Inventory;

namespace Posture.Benchmarks;

/// <summary>Both levels of the Pod Security Standards over every pod of a dump, texts of the violations included.</summary>
internal static class PodSecurityBenchmark
{
    /// <summary>Rules of the version that the peer's figures were taken with (v1.34).</summary>
    private const int Minor = 34;

    /// <summary>Passes over all pods in one measured run: a single one is too short to be told from the clock's grain.</summary>
    private const int Passes = 10;

    /// <summary>Pods that the upstream evaluator denies in the reference dumps.</summary>
    private static readonly Dictionary<int, (int Baseline, int Restricted)> Upstream = new() { [1_000] = (68, 210), [10_000] = (739, 2_170), [50_000] = (3_752, 10_881) };

    public static void Run(Dump dump)
    {
        var pods = Dump.Read(dump.Path).All<Pod>().ToList();
        foreach (var (level, target) in new[] { (PodSecurityLevel.Baseline, 195_000), (PodSecurityLevel.Restricted, 110_000) })
        {
            var evaluator = new PodSecurityEvaluator(level, Minor);
            var denied = 0;
            var seconds = Measure.Cpu(() =>
            {
                for (var pass = 0; pass < Passes; pass++)
                {
                    denied = 0;
                    foreach (var pod in pods)
                        if (evaluator.Evaluate(pod.Metadata, pod.Spec).Count > 0)
                            denied++;
                }
            });
            if (dump.Objects == 50_000)
                Targets.AtLeast("3", $"Pod Security {level}, 50k", pods.Count * (double)Passes / seconds / 1000, target / 1000.0, "k pods/CPU-s");
            if (dump.IsReference && Upstream.TryGetValue(dump.Objects, out var same))
                Targets.Parity("3", $"denied by {level}, {dump.Objects / 1000}k", denied, level == PodSecurityLevel.Baseline ? same.Baseline : same.Restricted);
            var expected = dump.IsReference && Upstream.TryGetValue(dump.Objects, out var upstream) ? $", upstream {(level == PodSecurityLevel.Baseline ? upstream.Baseline : upstream.Restricted)}" : "";
            Console.WriteLine($"podsecurity        {level}: {pods.Count * (double)Passes / seconds / 1000:F0}k pods/CPU-s, {denied} of {pods.Count} denied{expected}");
        }
    }
}
