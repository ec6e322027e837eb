using System.Diagnostics;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Benchmarks;

/// <summary>
/// One pod changed in a resident cluster: in turn a restart, a pod replaced by another, a label changed. Each event is followed by an evaluation and by a question
/// about reachability, so that both are current; RBAC answers are, pods being no part of their index. Some events (a class of pods comes or goes) make reachability
/// anew.
/// </summary>
internal static class ChangeBenchmark
{
    private const int Events = 200;

    public static void Run(Dump dump)
    {
        var inventory = Dump.Read(dump.Path);
        var now = TimeProvider.System.GetUtcNow();
        ClusterEvaluator Whole()
        {
            var evaluator = new ClusterEvaluator("bench", inventory, PosturePolicy.Default, ControlCatalogue.Default);
            evaluator.Evaluate(now);
            return evaluator;
        }
        var scan = Measure.Cpu(() => Whole());
        var resident = Whole();
        var pods = inventory.All<Pod>().ToList();
        var chosen = Enumerable.Range(0, Events).Select(i => pods[(int)((long)i * pods.Count / Events)].Name).ToHashSet(StringComparer.Ordinal);
        var keys = pods.Where(pod => chosen.Contains(pod.Name)).Select(pod => pod.Ref).Take(Events).ToList();
        var round = 0;
        var slowest = TimeSpan.Zero;
        var reached = 0;
        _ = resident.View.Reachability;
        var seconds = Measure.Cpu(() =>
        {
            round++;
            (slowest, reached) = (TimeSpan.Zero, 0);
            for (var i = 0; i < keys.Count; i++)
            {
                var start = Stopwatch.GetTimestamp();
                Change(resident, keys[i], i, round);
                resident.Evaluate(now);
                reached += resident.View.Reachability.Between(keys[i], keys[^1]) is null ? 0 : 1;
                slowest = Stopwatch.GetElapsedTime(start) is var took && took > slowest ? took : slowest;
            }
        }) / keys.Count;
        var fresh = Whole();
        var findings = fresh.Findings.ToList();
        var same = resident.Findings.Zip(findings).Count(pair => pair.First.Fingerprint == pair.Second.Fingerprint && pair.First.SameAs(pair.Second));
        var pairs = keys.SelectMany(source => keys, (source, destination) => (source, destination)).ToList();
        var alike = pairs.Count(pair => Equals(resident.View.Reachability.Between(pair.source, pair.destination)?.Allowed.ToString(),
            fresh.View.Reachability.Between(pair.source, pair.destination)?.Allowed.ToString()));
        Console.WriteLine($"change             {seconds * 1000:F2} CPU-ms an event, 1/{scan / seconds:F0} of a whole scan, slowest {slowest.TotalMilliseconds:F0} ms; "
            + $"at 200 events a second {200 * seconds:P0} of a core");
        if (dump.Objects == 50_000)
        {
            Targets.AtLeast("7", "whole scan over one changed pod, 50k", scan / seconds, 500, "times");
            Targets.AtMost("7", "slowest event, 50k", slowest.TotalMilliseconds, 1000, "ms");
            Targets.AtMost("7", "200 events a second, 50k", 200 * seconds * 100, 50, "% of a core");
            Targets.Parity("7", "findings after 200 events, 50k", same, findings.Count);
            Targets.Parity("7", "pairs of pods after 200 events, 50k", alike, pairs.Count);
        }
        Console.WriteLine($"change parity      {same} of {findings.Count} findings and {alike} of {pairs.Count} pairs of pods equal those made anew after {Events} events; {reached} reached");
    }

    private static void Change(ClusterEvaluator resident, ObjectRef key, int i, int round)
    {
        if (resident.View.Inventory.Find(new("", "Pod"), key.Namespace, key.Name) is not Pod pod)
            return;
        var metadata = pod.Metadata with { ResourceVersion = $"{round}-{i}" };
        if (i % 3 == 0)
            resident.Put(pod with { Metadata = metadata });
        else if (i % 3 == 1)
        {
            resident.Remove(new("", "Pod"), key.Namespace, key.Name);
            resident.Put(pod with { Metadata = metadata with { Uid = $"{round}-{i}" } });
        }
        else
            resident.Put(pod with { Metadata = metadata with { Labels = StringMap.From([.. pod.Metadata.Labels.Where(label => label.Key != "round"), new("round", $"r{round}")]) } });
    }
}
