using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;

namespace Posture.Benchmarks;

/// <summary>
/// Paths of takeover: all indexes that the graph needs, the graph, and the shortest path of every subject to the whole cluster. The target is our own: no peer
/// was measured.
/// </summary>
internal static class PathsBenchmark
{
    public static void Run(Dump dump)
    {
        var inventory = Dump.Read(dump.Path);
        var (found, subjects) = (0, 0);
        var seconds = Measure.Cpu(() =>
        {
            var answer = new ClusterView("bench", inventory, PosturePolicy.Default).AccessPaths.Find(new() { MaxPaths = 1000 });
            (found, subjects) = (answer.Found, answer.Subjects);
        });
        Console.WriteLine(
            $"access paths       {seconds:F3} CPU-s from the inventory (own target <= 0.5 at 10k objects), {found} of {subjects} subjects have one");
    }
}
