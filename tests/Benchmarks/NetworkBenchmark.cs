using Posture.Analysis.Indexes;
using Posture.Analysis.Network;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Benchmarks;

/// <summary>
/// Reachability of all pairs of pods on TCP 8080, answered as classes of pods; a sample of pairs read one by one, as a figure of parity; and compiling the shape
/// that the Antrea project measures its controller with.
/// </summary>
internal static class NetworkBenchmark
{
    private const int Port = 8080;
    private const int Sample = 300;

    public static void Run(Dump dump)
    {
        var inventory = Dump.Read(dump.Path);
        var pods = inventory.All<Pod>().ToList();
        var (pairs, classes) = (0L, 0);
        var seconds = Measure.Cpu(() =>
        {
            var reachability = ReachabilityOf(inventory);
            (pairs, classes) = (Allowed(reachability), reachability.Classes.Count);
        });
        var one = ReachabilityOf(inventory);
        var read = 0;
        var reading = Measure.Cpu(() => read = Read(one, Spread(pods)));
        Console.WriteLine($"network            {seconds:F2} CPU-s for {(long)pods.Count * pods.Count} pairs in {classes} classes, {pairs} allowed on TCP {Port}");
        Console.WriteLine($"network sample     {read} of {Sample * Sample} pairs allowed, read in {reading:F3} CPU-s");
        if (dump.Objects is 10_000 or 50_000)
            Targets.AtMost("6", $"all pairs of pods, {dump.Objects / 1000}k", seconds, dump.Objects == 10_000 ? 2 : 30, "CPU-s");
        if (dump is { Objects: 10_000, IsReference: true })
            Targets.Parity("6", "pairs of a sample allowed, 10k", read, 26_957);
        if (dump.Objects != 50_000)
            RunShape();
    }

    /// <summary>The dump's pods on the network of their node are read like the others: so does what it is compared with.</summary>
    private static Reachability ReachabilityOf(ClusterInventory inventory) => new(new ClusterView("bench", inventory, PosturePolicy.Default), holdsOnHost: true);

    private static long Allowed(Reachability reachability)
    {
        var pods = reachability.Classes.Where(held => held.Kind != NetworkClassKind.Addresses).ToList();
        var pairs = 0L;
        foreach (var source in pods)
            foreach (var destination in pods)
                if (reachability.Between(source, destination).Allowed.Contains(NetworkProtocol.Tcp, Port))
                    pairs += (long)source.Members.Count * destination.Members.Count;
        return pairs;
    }

    private static int Read(Reachability reachability, List<Pod> pods)
    {
        var allowed = 0;
        foreach (var source in pods)
            foreach (var destination in pods)
                if (reachability.ClassOf(source.Ref) is { } from && reachability.ClassOf(destination.Ref) is { } to
                    && reachability.Between(from, to).Allowed.Contains(NetworkProtocol.Tcp, Port))
                    allowed++;
        return allowed;
    }

    private static List<Pod> Spread(List<Pod> pods) => [.. Enumerable.Range(0, Sample).Select(i => pods[(int)((long)i * pods.Count / Sample)])];

    /// <summary>25,000 namespaces of four pods and three policies: compiled, which is what that controller does.</summary>
    private static void RunShape()
    {
        var inventory = new ClusterInventory();
        for (var ns = 0; ns < 25_000; ns++)
            AddNamespace(inventory, $"ns-{ns:D5}");
        var view = new ClusterView("shape", inventory, PosturePolicy.Default);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Reachability? held = null;
        var seconds = Measure.Cpu(() => held = new(view));
        var kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        Console.WriteLine($"network shape      {seconds:F2} CPU-s for 100000 pods and 75000 policies in {held!.Classes.Count} classes, {kept:F0} MB kept");
        Targets.AtMost("6", "Antrea's shape compiled", seconds, 12, "CPU-s");
        Targets.AtMost("6", "Antrea's shape kept", kept, 1600, "MB");
    }

    private static void AddNamespace(ClusterInventory inventory, string ns)
    {
        StringMap Labels(string app) => StringMap.From([new("app-1", app), new("pod", app)]);
        inventory.Put(new Namespace { ApiVersion = "v1", Kind = "Namespace", Metadata = new() { Name = ns, Labels = StringMap.From([new("app", ns)]) } });
        for (var pod = 0; pod < 4; pod++)
            inventory.Put(new Pod { ApiVersion = "v1", Kind = "Pod", Metadata = new() { Name = $"p{pod}", Namespace = ns, Labels = Labels($"scale-{pod}") } });
        for (var policy = 0; policy < 3; policy++)
            inventory.Put(new NetworkPolicy
            {
                ApiVersion = "networking.k8s.io/v1",
                Kind = "NetworkPolicy",
                Metadata = new() { Name = $"np-{policy}", Namespace = ns },
                Spec = new()
                {
                    PodSelector = new() { MatchLabels = StringMap.From([new("app-1", $"scale-{policy}")]) },
                    PolicyTypes = ["Ingress"],
                    Ingress = [new() { From = [new() { PodSelector = new() { MatchLabels = StringMap.From([new("app-1", $"scale-{policy + 1}")]) } }] }],
                },
            });
    }
}
