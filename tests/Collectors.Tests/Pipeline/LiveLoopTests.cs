using Posture.Collectors.Watching;
using Posture.Model.Coverage;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;
using Posture.TestKit.ApiServer;

namespace Posture.Collectors.Tests.Pipeline;

/// <summary>The loop over a simulated API server, committing into a real database.</summary>
public sealed class LiveLoopTests(PostgresFixture postgres)
{
    private static readonly FindingFilter FailingPrivileged = new() { Verdicts = [Verdict.Fail], Controls = ["L1-CTR-PRIVILEGED"] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstList_ManyKinds_IsCommittedOnceAndWhole_AndAChangeFollows()
    {
        await using var server = await ApiServerSimulator.StartAsync();
        server.Objects.Load(Enumerable.Range(0, 20).Select(i => Pod($"web{i}", privileged: i == 0)));
        await using var stage = await LoopStage.CreateAsync(postgres);

        await stage.StartAsync(Source(server));
        await stage.NoticeAsync();

        Assert.Equal(20, await stage.CountAsync("select count(*) from objects where valid_to is null"));
        Assert.Equal(1, await stage.CountAsync("select count(distinct valid_from) from (select valid_from from objects union all select valid_from from findings) rows"));
        Assert.Equal("v1.34.1", (await stage.Clusters.FindAsync(ViewScope.All, "prod", Token))!.ServerVersion);
        await server.Objects.WaitForWatchAsync("Pod", Token);
        server.Objects.Put(Pod("late", privileged: true));
        await SeeFailingAsync(stage, ["late", "web0"]);
        server.Objects.Delete("Pod", "shop", "web0");
        await SeeFailingAsync(stage, ["late"]);
    }

    [Fact]
    public async Task Forbidden_OneKind_HasAStateAndItsControlsAreNotAssessed()
    {
        await using var server = await ApiServerSimulator.StartAsync();
        server.Forbidden["networkpolicies"] = true;
        server.Objects.Load([Pod("web", privileged: true), """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}"""]);
        await using var stage = await LoopStage.CreateAsync(postgres);

        await stage.StartAsync(Source(server));
        await stage.NoticeAsync();

        var coverage = await stage.Clusters.CoverageAsync(ViewScope.All, "prod", null, Token);
        var refused = coverage.Single(kind => kind is { Kind: "NetworkPolicy", Group: "networking.k8s.io" });
        Assert.Equal(CoverageState.Forbidden, refused.State);
        Assert.NotEmpty(refused.Reason!);
        Assert.Equal(CoverageState.Read, coverage.Single(kind => kind is { Kind: "Pod", Group: "" }).State);
        var network = await stage.RowsAsync(new() { Layers = [Layer.Network] });
        Assert.Contains(network, row => row.Finding.Verdict == Verdict.NotAssessed && row.Finding.Message.Contains("NetworkPolicy", StringComparison.Ordinal));
        Assert.DoesNotContain(network, row => row.Finding.Control == "L7-NETPOL-DEFAULT-DENY-INGRESS" && row.Finding.Verdict is Verdict.Pass or Verdict.Fail);
        Assert.Single(await stage.RowsAsync(FailingPrivileged));
    }

    [Fact]
    public async Task Forbidden_AfterARestart_FormerVerdictsStandUntilTheKindCanBeReadAgain()
    {
        await using var server = await ApiServerSimulator.StartAsync();
        server.Objects.Load([Pod("web", privileged: true), Pod("old", privileged: true)]);
        await using var stage = await LoopStage.CreateAsync(postgres);
        await stage.RunOnceAsync(Source(server));
        server.Forbidden["pods"] = true;
        server.Objects.Delete("Pod", "shop", "old");

        await stage.RunOnceAsync(Source(server));
        await SeeFailingAsync(stage, ["old", "web"]);
        Assert.Equal(0, await stage.CountAsync("select count(*) from findings where valid_to is not null and control = 'L1-CTR-PRIVILEGED'"));
        server.Forbidden.Clear();
        await stage.StartAsync(Source(server));

        await SeeFailingAsync(stage, ["web"]);
    }

    private static ApiServerSource Source(ApiServerSimulator server) =>
        new(Watching.WatchSession.Connection(server, "admin-token", TimeProvider.System), TimeProvider.System);

    private static string Pod(string name, bool privileged) =>
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}","namespace":"shop"},"spec":{"containers":[{"name":"c","securityContext":{"privileged":{{{(privileged ? "true" : "false")}}}}}]}}""";

    private static Task SeeFailingAsync(LoopStage stage, string[] names) => TestKit.Eventually.SeeAsync(
        async () => string.Join(' ', (await stage.RowsAsync(FailingPrivileged)).Select(row => row.Finding.Object.Name).Order(StringComparer.Ordinal)),
        seen => seen == string.Join(' ', names), TimeSpan.FromSeconds(20), Token);
}
