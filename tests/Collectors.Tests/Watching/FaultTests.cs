using System.Net;
using System.Net.Sockets;
using Posture.Collectors.Outbound;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.TestKit;
using Posture.TestKit.ApiServer;

namespace Posture.Collectors.Tests.Watching;

/// <summary>Faults F-01 to F-09 and F-11 of the fault matrix: what is told, and that it heals without a restart.</summary>
public sealed class FaultTests
{
    private readonly WaitableTime _time = new();

    [Fact]
    public async Task F01_ConnectionRefused_ToldAndRetriedWithGrowingDelays()
    {
        using var certificates = new TestCertificates();
        var options = new ApiServerOptions { Types = WatchSession.Few, Certificates = certificates, Port = FreePort() };
        ClusterConnection connection;
        await using (var away = await ApiServerSimulator.StartAsync(options))
            connection = WatchSession.Connection(away, "admin-token", _time);
        await using var session = WatchSession.StartWith(connection, _time);
        Assert.Contains("does not accept connections", (await session.CoveredAsync("Pod", CoverageState.Failed)).Reason, StringComparison.Ordinal);
        await session.NextAsync<SourceEvent.Synced>();
        await session.PassAsync(2); // held for 1 s, plus a second of jitter
        await session.PassAsync(3); // held for 2 s
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(5), session.Guard);
        await using var back = await ApiServerSimulator.StartAsync(options);
        _time.Advance(TimeSpan.FromSeconds(5));
        await session.ListedAsync();
        await session.CoveredAsync("Pod", CoverageState.Read);
    }

    [Fact]
    public async Task F02_NameNotResolved_ToldAsSuch()
    {
        await using var session = WatchSession.StartWith(new("x", new("https://nowhere.invalid"), new FixedCredential("t", null), new(OutboundRules.Uploaded([]))), _time);
        Assert.Equal("dns", (await session.ProblemAsync()).Code);
    }

    [Fact]
    public async Task F02_AddressNotAllowedAtConnect_RefusedBeforeConnecting()
    {
        await using var server = await StartAsync();
        var connection = WatchSession.Connection(server, "admin-token", _time) with { Outbound = new(OutboundRules.Uploaded([])) };
        await using var session = WatchSession.StartWith(connection, _time);
        Assert.Equal("net.address_not_allowed", (await session.ProblemAsync()).Code);
        Assert.Empty(server.Requests.All);
    }

    [Fact]
    public async Task F03_ListNeverAnswers_EndsAtTheDeadlineAndHeals()
    {
        await using var server = await StartAsync();
        using var reached = new SemaphoreSlim(0);
        server.Answer(IsPodList, Fault.Hang(reached), times: 1);
        await using var session = WatchSession.Start(server, _time);
        await reached.WaitAsync(session.Guard);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Contains("in time", (await session.CoveredAsync("Pod", CoverageState.Failed)).Reason, StringComparison.Ordinal);
        await session.PassAsync(1);
        await session.ListedAsync();
    }

    [Fact]
    public async Task F04_WatchSilent_ClosedAfter90SecondsAndReopenedFromTheSamePlace()
    {
        await using var server = await StartAsync();
        await using var session = WatchSession.Start(server, _time);
        var first = await server.Requests.WaitForAsync(IsPodWatch, 1, session.Guard);
        for (var set = 0; set < 4; set++) // each of the two watches sets its limit when it opens and before it reads
            await _time.WaitForTimerAsync(TimeSpan.FromSeconds(90), session.Guard);
        _time.Advance(TimeSpan.FromSeconds(90));
        var both = await server.Requests.WaitForAsync(IsPodWatch, 2, session.Guard);
        Assert.Equal(first[0].Path, both[1].Path);
        Assert.Single(server.Requests.All, seen => IsPodList(seen.Path));
    }

    [Fact]
    public async Task F05_ContinueTokenGone_PartialListThrownAwayAndReadOnceMore()
    {
        await using var server = await StartAsync("a", "b", "c");
        server.Answer(path => path.Contains("pods?limit=1&continue=", StringComparison.Ordinal), Fault.Status(410, "Expired"), times: 1);
        await using var session = WatchSession.Start(server, _time, WatchSession.Settings with { PageSize = 1 });
        await session.PassAsync(1);
        Assert.Equal(["a", "b", "c"], (await session.ListedAsync()).Items.Select(item => item.Name));
        Assert.Equal(2, server.Requests.All.Count(seen => seen.Path == "/api/v1/pods?limit=1"));
    }

    [Fact]
    public async Task F05_ContinueTokenGoneTwice_NothingPublished()
    {
        await using var server = await StartAsync("a", "b");
        server.Answer(path => path.Contains("pods?limit=1&continue=", StringComparison.Ordinal), Fault.Status(410, "Expired"));
        await using var session = WatchSession.Start(server, _time, WatchSession.Settings with { PageSize = 1 });
        await session.PassAsync(1);
        await session.CoveredAsync("Pod", CoverageState.Failed);
        Assert.DoesNotContain(session.Told, told => told is SourceEvent.Listed { Kind.Kind: "Pod" });
    }

    [Fact]
    public async Task F06_WatchError410_Relists()
    {
        await using var server = await StartAsync("a");
        await using var session = await WatchingAsync(server);
        server.Objects.Tell("Pod", "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"reason\":\"Expired\",\"code\":410}}\n"u8.ToArray());
        await session.PassAsync(1);
        Assert.Equal("a", Assert.Single((await session.ListedAsync()).Items).Name);
        await server.Requests.WaitForAsync(IsPodWatch, 2, session.Guard);
        Assert.DoesNotContain(session.Told, told => told is SourceEvent.Covered { Coverage: { Kind: "Pod", State: not CoverageState.Read } });
    }

    [Theory]
    [InlineData("{\"type\":\"MODIFIED\",\"object\":{\"metadata\":\n")]
    [InlineData("{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"name\":7}}}\n")]
    [InlineData("{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"name\":\"a\",\"namespace\":\"shop\"}}}\n")]
    [InlineData("{\"type\":\"TURNED\",\"object\":{}}\n")]
    [InlineData("nonsense\n")]
    public async Task F07_MalformedEvent_CountsAsLostAndRelists(string line)
    {
        await using var server = await StartAsync("a");
        await using var session = await WatchingAsync(server);
        server.Objects.Tell("Pod", System.Text.Encoding.UTF8.GetBytes(line));
        await session.PassAsync(1);
        Assert.Single((await session.ListedAsync()).Items);
        server.Objects.Put(WatchSession.Pod("b"));
        Assert.Equal("b", (await session.NextAsync<SourceEvent.Put>()).Item.Name);
    }

    [Fact]
    public async Task F08_ThrottledWithRetryAfter_NoRequestBeforeAndToldAsThrottled()
    {
        await using var server = await ApiServerSimulator.StartAsync(new() { Types = WatchSession.Few }, _time);
        server.Answer(IsPodList, Fault.Status(429, "TooManyRequests", retryAfterSeconds: 30), times: 1);
        var started = _time.GetUtcNow();
        await using var session = WatchSession.Start(server, _time);
        await session.CoveredAsync("Pod", CoverageState.Throttled);
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(31), session.Guard); // 30 s as asked, 1 s of jitter
        _time.Advance(TimeSpan.FromSeconds(29));
        _time.Advance(TimeSpan.FromSeconds(2));
        await session.ListedAsync();
        await session.CoveredAsync("Pod", CoverageState.Read);
        Assert.DoesNotContain(server.Requests.All, seen => seen.At > started && seen.At < started.AddSeconds(30));
    }

    [Fact]
    public async Task F09_TokenRotated_ReadAgainOnceAndNothingIsLost()
    {
        await using var server = await StartAsync("a");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "old-token", TestContext.Current.CancellationToken);
        var connection = WatchSession.Connection(server, "admin-token", _time) with { Credential = new TokenFileCredential(file, _time) };
        server.Tokens["old-token"] = SimulatedUser.Admin;
        await using var session = WatchSession.StartWith(connection, _time);
        await session.ListedAsync();
        await server.Objects.WaitForWatchAsync("Pod", session.Guard);
        await File.WriteAllTextAsync(file, "new-token\n", TestContext.Current.CancellationToken);
        server.Tokens["new-token"] = SimulatedUser.Admin;
        server.Tokens.TryRemove("old-token", out _);
        server.Objects.Tell("Pod", "lost\n"u8.ToArray());
        await session.PassAsync(1);
        await session.ListedAsync();
        Assert.DoesNotContain(session.Told, told => told is SourceEvent.Covered { Coverage.State: CoverageState.Unauthorized });
        File.Delete(file);
    }

    [Fact]
    public async Task F09_CredentialRejected_ToldAndRetriedSlowly()
    {
        await using var server = await StartAsync();
        await using var session = WatchSession.Start(server, _time, token: "bad-token");
        Assert.Equal("auth_401", (await session.ProblemAsync()).Code);
        await session.CoveredAsync("Pod", CoverageState.Unauthorized);
        await session.NextAsync<SourceEvent.Synced>();
        Assert.Single(server.Requests.All); // one rejected request, not one a kind
        server.Tokens["bad-token"] = SimulatedUser.Admin;
        await session.PassAsync(61);
        await session.ListedAsync();
    }

    [Fact]
    public async Task F09_OneKindForbidden_OnlyThatKindIsNotAssessed()
    {
        await using var server = await StartAsync("a");
        server.Forbidden["pods"] = true;
        await using var session = WatchSession.Start(server, _time);
        await session.NextAsync<SourceEvent.Synced>();
        var told = session.Told.OfType<SourceEvent.Covered>().Select(covered => covered.Coverage).ToList();
        Assert.Contains(told, coverage => coverage is { Kind: "Namespace", State: CoverageState.Read });
        var pods = Assert.Single(told, coverage => coverage is { Kind: "Pod", State: CoverageState.Forbidden });
        Assert.Contains("grant get, list and watch", pods.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F11_ClockOff_SkewIsTold()
    {
        await using var server = await ApiServerSimulator.StartAsync(new() { Types = WatchSession.Few, ClockSkew = TimeSpan.FromMinutes(10) });
        await using var session = WatchSession.Start(server, _time);
        var error = await session.ProblemAsync();
        Assert.Equal("clock.skew", error.Code);
        Assert.Contains("ahead of ours", error.Message, StringComparison.Ordinal);
    }

    internal static bool IsPodList(string path) => path.StartsWith("/api/v1/pods?limit", StringComparison.Ordinal);

    internal static bool IsPodWatch(string path) => path.StartsWith("/api/v1/pods?watch", StringComparison.Ordinal);

    private static async Task<ApiServerSimulator> StartAsync(params string[] pods)
    {
        var server = await ApiServerSimulator.StartAsync(new() { Types = WatchSession.Few });
        if (pods.Length > 0)
            server.Objects.Load(pods.Select(name => WatchSession.Pod(name)));
        return server;
    }

    /// <summary>A session whose pods are listed and watched.</summary>
    private async Task<WatchSession> WatchingAsync(ApiServerSimulator server)
    {
        var session = WatchSession.Start(server, _time);
        await session.ListedAsync();
        await server.Objects.WaitForWatchAsync("Pod", session.Guard);
        return session;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
