using Posture.Collectors.Sources;
using Posture.Collectors.Watching;
using Posture.Model.Coverage;
using Posture.TestKit;
using Posture.TestKit.ApiServer;

namespace Posture.Collectors.Tests.Watching;

/// <summary>Sizes (F-10), requests at once, and delays.</summary>
public sealed class LimitTests
{
    private static readonly WatchSettings Small = WatchSession.Settings with { MaxEventBytes = 256 << 10, MaxPageBytes = 1 << 20, MaxPages = 3, PageSize = 1 };

    private readonly WaitableTime _time = new();

    [Theory]
    [InlineData("{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[{\"metadata\":{\"name\":\"")]
    [InlineData("{\"metadata\":{\"resourceVersion\":\"")]
    public async Task F10_EndlessList_CutAndToldAsTooLarge(string start)
    {
        await using var server = await StartAsync();
        server.Answer(FaultTests.IsPodList, Fault.Endless(start));
        await using var session = WatchSession.Start(server, _time, Small);
        await session.NextAsync<SourceEvent.Synced>();
        var told = session.Told.OfType<SourceEvent.Covered>().Select(covered => (covered.Coverage.Kind, covered.Coverage.State)).ToList();
        Assert.Contains(("Pod", CoverageState.TooLarge), told);
        Assert.Contains(("Namespace", CoverageState.Read), told);
    }

    [Fact]
    public async Task F10_EndlessListAtProductLimits_MemoryStaysBounded()
    {
        await using var server = await StartAsync();
        server.Answer(FaultTests.IsPodList, Fault.Endless("{\"items\":[{\"metadata\":{\"name\":\""));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var session = WatchSession.Start(server, _time);
        await session.CoveredAsync("Pod", CoverageState.TooLarge);
        Assert.True(GC.GetTotalMemory(forceFullCollection: false) - before < 100L << 20);
    }

    [Fact]
    public async Task F10_GzipBomb_CutByUnpackedSize()
    {
        await using var server = await StartAsync();
        server.Answer(FaultTests.IsPodList, Fault.GzipBomb("{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[{\"metadata\":{\"name\":\"", 64 << 20));
        await using var session = WatchSession.Start(server, _time, Small);
        await session.CoveredAsync("Pod", CoverageState.TooLarge);
    }

    [Fact]
    public async Task F10_EndlessPages_GivenUp()
    {
        await using var server = await StartAsync();
        server.Answer(FaultTests.IsPodList, Fault.Body("{\"metadata\":{\"resourceVersion\":\"1\",\"continue\":\"more\"},\"items\":[]}"));
        await using var session = WatchSession.Start(server, _time, Small);
        await session.CoveredAsync("Pod", CoverageState.TooLarge);
        Assert.Equal(3, server.Requests.All.Count(seen => FaultTests.IsPodList(seen.Path)));
    }

    [Fact]
    public async Task F10_EndlessWatchLine_ClosedAndToldAsTooLarge()
    {
        await using var server = await StartAsync();
        server.Answer(FaultTests.IsPodWatch, Fault.Endless("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\""), times: 1);
        await using var session = WatchSession.Start(server, _time, Small);
        await session.CoveredAsync("Pod", CoverageState.TooLarge);
        await session.PassAsync(1);
        await session.ListedAsync();
    }

    [Fact]
    public async Task Lists_OfAllKinds_AtMostFourRequestsAtOnce()
    {
        await using var server = await ApiServerSimulator.StartAsync();
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var waiting = new SemaphoreSlim(0);
        var most = 0;
        server.Answer(path => path.Contains("?limit=", StringComparison.Ordinal), Fault.Hold(open.Task, count =>
        {
            most = Math.Max(most, count);
            waiting.Release();
        }));
        await using var session = WatchSession.Start(server, _time);
        for (var i = 0; i < 4; i++)
            await waiting.WaitAsync(session.Guard);
        open.SetResult();
        await session.NextAsync<SourceEvent.Synced>();
        Assert.Equal(4, most);
    }

    [Fact]
    public void Delays_AfterFailures_DoubleToFiveMinutesAndAreSpread()
    {
        var longest = new Backoff(WatchSession.Settings);
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], Enumerable.Range(0, 11).Select(_ => longest.Next().TotalSeconds));
        longest.Reset();
        Assert.Equal(1, longest.Next().TotalSeconds);
        Assert.Equal(0.25, new Backoff(WatchSettings.Default with { Jitter = () => 0.25 }).Next().TotalSeconds);
    }

    private static Task<ApiServerSimulator> StartAsync() => ApiServerSimulator.StartAsync(new() { Types = WatchSession.Few });
}
