using System.Runtime;

namespace Posture.Benchmarks;

/// <summary>CPU time of this process over a piece of work: what other processes do on the machine does not count.</summary>
internal static class Measure
{
    private const int Runs = 5;

    /// <summary>Compiling goes on in the background for some runs; more than this many are not waited for.</summary>
    private const int MaxWarmUps = 20;

    /// <summary>Median CPU seconds of five runs, once a run has made the runtime compile nothing more.</summary>
    public static double Cpu(Action work)
    {
        for (var (i, compiled) = (0, -1L); i < MaxWarmUps && compiled != JitInfo.GetCompiledMethodCount(); i++)
        {
            compiled = JitInfo.GetCompiledMethodCount();
            work();
        }
        var seconds = new double[Runs];
        for (var i = 0; i < Runs; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var before = Environment.CpuUsage.TotalTime;
            work();
            seconds[i] = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }
        Array.Sort(seconds);
        return seconds[Runs / 2];
    }
}
