using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.TestKit;
using Posture.TestKit.ApiServer;

namespace Posture.Collectors.Tests.Watching;

/// <summary>Discovery, lists and watches of a cluster that behaves.</summary>
public sealed class ClusterWatcherTests
{
    private static readonly ResourceType Constraint = new("constraints.gatekeeper.sh", "v1beta1", "k8srequiredlabels", "K8sRequiredLabels", false);

    private readonly WaitableTime _time = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Discovery_OldOrAggregated_EveryKindGetsAState(bool aggregated)
    {
        await using var server = await ApiServerSimulator.StartAsync(new()
        {
            AggregatedDiscovery = aggregated,
            StaleGroups = new HashSet<string>(StringComparer.Ordinal) { "policy" },
        });
        await using var session = WatchSession.Start(server, _time);
        await session.NextAsync<SourceEvent.Synced>();
        var states = session.Told.OfType<SourceEvent.Covered>().Select(told => told.Coverage)
            .ToDictionary(coverage => $"{coverage.Kind}.{coverage.Group}", coverage => coverage.State);
        Assert.Equal(Posture.Model.Inventory.KnownKinds.All.Count, states.Count);
        Assert.Equal(CoverageState.NotRequested, states["Secret."]);
        Assert.Equal(CoverageState.Failed, states["PodDisruptionBudget.policy"]);
        Assert.Equal(CoverageState.NotServed, states["ClusterPolicy.kyverno.io"]);
        Assert.Equal(CoverageState.Read, states["HorizontalPodAutoscaler.autoscaling"]);
        Assert.Contains(server.Requests.All, seen => seen.Path.StartsWith("/apis/autoscaling/v2/horizontalpodautoscalers?limit=500", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Requests.All, seen => seen.Path.Contains("secrets", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Requests.All, seen => seen.Path.Contains("namespaces/", StringComparison.Ordinal));
        Assert.Equal("v1.34.1", Assert.Single(session.Told.OfType<SourceEvent.Version>()).Text);
    }

    [Fact]
    public async Task Changes_AfterTheList_ToldOneByOne()
    {
        await using var server = await StartAsync("a", "b");
        await using var session = WatchSession.Start(server, _time);
        var listed = await session.ListedAsync();
        Assert.All(listed.Items, item => Assert.Equal(("v1", "Pod", "shop"), (item.ApiVersion, item.Kind, item.Namespace)));
        server.Objects.Put(WatchSession.Pod("c"));
        Assert.Equal("c", (await session.NextAsync<SourceEvent.Put>()).Item.Name);
        server.Objects.Delete("Pod", "shop", "a");
        Assert.Equal(new SourceEvent.Removed(new("", "Pod"), "shop", "a"), await session.NextAsync<SourceEvent.Removed>());
    }

    [Fact]
    public async Task WatchEnds_AfterABookmark_GoesOnFromThere()
    {
        await using var server = await StartAsync("a");
        await using var session = WatchSession.Start(server, _time);
        await server.Objects.WaitForWatchAsync("Pod", session.Guard);
        server.Objects.AdvanceTo(4711);
        server.Objects.Bookmark("Pod");
        server.Objects.Tell("Pod", line: null);
        var watches = await server.Requests.WaitForAsync(FaultTests.IsPodWatch, 2, session.Guard);
        Assert.EndsWith("resourceVersion=4711", watches[1].Path, StringComparison.Ordinal);
        Assert.Single(server.Requests.All, seen => FaultTests.IsPodList(seen.Path));
    }

    [Fact]
    public async Task WatchBreaks_NothingMissed()
    {
        await using var server = await StartAsync("a");
        await using var session = WatchSession.Start(server, _time);
        await server.Objects.WaitForWatchAsync("Pod", session.Guard);
        server.Objects.Put(WatchSession.Pod("b"));
        await session.NextAsync<SourceEvent.Put>();
        server.Objects.Tell("Pod", line: null, new IOException("cut"));
        server.Objects.Put(WatchSession.Pod("c"));
        Assert.Equal("c", (await session.NextAsync<SourceEvent.Put>()).Item.Name);
    }

    [Fact]
    public async Task List_WithAnObjectOfAnotherShape_TheRestIsKeptAndTheKindIsNotCalledRead()
    {
        await using var server = await StartAsync();
        server.Objects.Load([WatchSession.Pod("good"), """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"odd","namespace":"shop"},"spec":"text"}"""]);
        await using var session = WatchSession.Start(server, _time);
        Assert.Equal("good", Assert.Single((await session.ListedAsync()).Items).Name);
        Assert.Contains("1 of 2 objects", (await session.CoveredAsync("Pod", CoverageState.Failed)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CustomKind_InstalledAndRemovedWhileWatching_ComesAndGoes()
    {
        var before = ResourceType.Defaults.Where(type => type.Kind is "CustomResourceDefinition").ToList();
        await using var server = await ApiServerSimulator.StartAsync(new() { Types = before });
        await using var session = WatchSession.Start(server, _time);
        await server.Objects.WaitForWatchAsync("CustomResourceDefinition", session.Guard);
        server.Objects.Serve([.. before, Constraint]);
        server.Objects.Load(["""{"apiVersion":"constraints.gatekeeper.sh/v1beta1","kind":"K8sRequiredLabels","metadata":{"name":"owner"},"spec":{}}"""]);
        var definition = """{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"x"},"spec":{}}""";
        server.Objects.Put(definition);
        await session.PassAsync(5);
        Assert.Equal("owner", Assert.Single((await session.ListedAsync("K8sRequiredLabels")).Items).Name);
        server.Objects.Serve(before);
        server.Objects.Put(definition);
        await session.PassAsync(5);
        Assert.Empty((await session.ListedAsync("K8sRequiredLabels")).Items);
        await session.CoveredAsync("K8sRequiredLabels", CoverageState.NotServed);
    }

    [Theory]
    [InlineData("<html></html>", "text/html", "cluster.not_kubernetes")]
    [InlineData("{\"gitVersion\":", "application/json", "malformed")]
    public async Task Server_ThatIsNoApiServer_SaidSo(string body, string type, string code)
    {
        await using var server = await StartAsync();
        server.Answer(_ => true, Fault.Body(body, type));
        await using var session = WatchSession.Start(server, _time);
        Assert.Equal(code, (await session.ProblemAsync()).Code);
    }

    [Fact]
    public async Task Alive_WhileTheServerIsHeard_EveryThirtySeconds()
    {
        await using var server = await StartAsync("a");
        await using var session = WatchSession.Start(server, _time);
        await session.NextAsync<SourceEvent.Synced>();
        await session.PassAsync(30);
        await session.NextAsync<SourceEvent.Alive>();
    }

    private static async Task<ApiServerSimulator> StartAsync(params string[] pods)
    {
        var server = await ApiServerSimulator.StartAsync(new() { Types = WatchSession.Few });
        if (pods.Length > 0)
            server.Objects.Load(pods.Select(name => WatchSession.Pod(name)));
        return server;
    }
}
