using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Collectors.Hosting;
using Posture.Collectors.Registries;
using Posture.Collectors.Trust;
using Posture.TestKit.Registry;

namespace Posture.Benchmarks;

/// <summary>
/// 1,000 digests in 50 repositories of a registry that takes 20 ms for each answer, as collectors ask for them: cold, and a day later. What bounds it is the registry: its
/// requests, eight at once.
/// </summary>
internal static class RegistryBenchmark
{
    private const int Repositories = 50;
    private const int Tags = 20;
    private const int Images = Repositories * Tags;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync()
    {
        var content = new RegistryContent { HasReferrers = true, Latency = Latency };
        await using var stub = await RegistryStub.StartAsync(content.AnswerAsync);
        var images = new List<(ImageReference Image, string Digest)>();
        for (var repository = 0; repository < Repositories; repository++)
        {
            var name = $"shop/service-{repository}";
            for (var tag = 0; tag < Tags; tag++)
                images.Add((ImageReference.Parse($"{stub.Host}/{name}:1.0.{tag}")!.Value, content.Push(name, $"1.0.{tag}")));
            content.List(name, Enumerable.Range(0, Tags).Select(tag => $"1.0.{tag}"));
        }
        var time = new FakeTimeProvider(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        var configured = new Configured(new() { Registries = [new() { Host = stub.Host, PlainHttp = true }] });
        using var trust = new TrustKeeper(configured, time, NullLogger<TrustKeeper>.Instance);
        using var keeper = new ImageKeeper(configured, trust, new(null, time, NullLogger<ImageMemory>.Instance), time, NullLogger<ImageKeeper>.Instance);

        await LookAsync("cold", keeper, images, stub);
        time.Advance(TimeSpan.FromHours(25));
        await LookAsync("warm", keeper, images, stub);
    }

    private static async Task LookAsync(string name, ImageKeeper keeper, List<(ImageReference Image, string Digest)> images, RegistryStub stub)
    {
        var (before, clock, right) = (stub.Asked.Count, Stopwatch.StartNew(), 0);
        await Parallel.ForEachAsync(images, new ParallelOptions { MaxDegreeOfParallelism = RegistryClient.AtOnce }, async (image, token) =>
        {
            var facts = await keeper.LookAsync(image.Image, image.Digest, PosturePolicy.Default, [], token);
            if (facts is { Trust.State: "notSigned", Newest.Tag: "1.0.19" })
                Interlocked.Increment(ref right);
        });
        var requests = stub.Asked.Count - before;
        var least = requests * Latency.TotalSeconds / RegistryClient.AtOnce;
        Console.WriteLine($"registry, {name}     {clock.Elapsed.TotalSeconds:F1} s for {Images} digests, {clock.Elapsed.TotalSeconds / least:F2} of what {requests} answers take ({(double)requests / Images:F2} a digest), {right} of {Images} are right");
        Targets.Parity("own", $"registry {name}: digests that are right", right, Images);
        if (name == "warm")
            Targets.AtMost("own", "registry warm: requests", requests, Images + (2 * Repositories), "");
    }

    private sealed class Configured(CollectorOptions options) : IOptionsMonitor<CollectorOptions>
    {
        public CollectorOptions CurrentValue => options;

        public CollectorOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<CollectorOptions, string?> listener) => null;
    }
}
