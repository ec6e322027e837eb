using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Commands;
using Posture.Store.Listening;

namespace Posture.Store.Tests;

public sealed class SnapshotWriterTests(PostgresFixture postgres)
{
    private const string Good = "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { spec: { containers: [{ name: c }] } } } }";

    private const string Bad =
        "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { spec: { containers: [{ name: c, securityContext: { privileged: true } }] } } } }";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commit_Unchanged_WritesNoRow()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Bad, Stage.Start), Token);
        var (findings, objects) = (await stage.CountAsync("select count(*) from findings"), await stage.CountAsync("select count(*) from objects"));

        await stage.Writer.CommitAsync(stage.Whole(Bad, Stage.Start.AddMinutes(5)), Token);

        Assert.True(findings > 10 && objects == 1);
        Assert.Equal(findings, await stage.CountAsync("select count(*) from findings"));
        Assert.Equal(objects, await stage.CountAsync("select count(*) from objects"));
        Assert.Equal(1, await stage.CountAsync("select count(*) from snapshots"));
        Assert.Equal(Stage.Start.AddMinutes(5), (await stage.Clusters.FindAsync(ViewScope.All, "prod", Token))!.CollectedAt);
    }

    [Fact]
    public async Task Commit_Changed_KeepsHistoryThatCanBeAskedAt()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Good, Stage.Start), Token);
        await stage.Writer.CommitAsync(stage.Whole(Bad, Stage.Start.AddMinutes(5)), Token);
        await stage.Writer.CommitAsync(stage.Whole(Good, Stage.Start.AddMinutes(10)), Token);

        async Task<long> FailingAsync(DateTimeOffset? at) =>
            (await stage.Findings.PageAsync(ViewScope.All, Stage.Failing("L1-CTR-PRIVILEGED"), [], 1, 10, at, Token)).Total;
        Assert.Equal(0, await FailingAsync(Stage.Start.AddMinutes(1)));
        Assert.Equal(1, await FailingAsync(Stage.Start.AddMinutes(6)));
        Assert.Equal(0, await FailingAsync(null));
        var rows = await stage.Findings.PageAsync(ViewScope.All, new() { Controls = ["L1-CTR-PRIVILEGED"] }, [], 1, 10, null, Token);
        var detail = await stage.Findings.GetAsync(ViewScope.All, Assert.Single(rows.Rows).Finding.Fingerprint, Token);
        Assert.Equal([Verdict.Pass, Verdict.Fail, Verdict.Pass], detail!.History.Select(period => period.Verdict));
        Assert.True(await stage.CountAsync("select count(*) from scores where valid_to is not null") > 0);
    }

    [Fact]
    public async Task Commit_FailsHalfWay_ReadersSeeThePreviousSnapshot()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Good, Stage.Start), Token);
        // The scores of a layer are refused by the database: the objects and findings before it are already written when the transaction breaks.
        var broken = stage.Whole(Bad, Stage.Start.AddMinutes(5));
        await stage.CountAsync("select count(*) from (select 1) x; alter table scores add constraint broken check (layer <> 1 or valid_from < '2026-11-01 12:03Z')");

        await Assert.ThrowsAnyAsync<Exception>(() => stage.Writer.CommitAsync(broken, Token));

        var page = await stage.Findings.PageAsync(ViewScope.All, Stage.Failing("L1-CTR-PRIVILEGED"), [], 1, 10, null, Token);
        Assert.Equal(0, page.Total);
        Assert.Equal(1, await stage.CountAsync("select count(*) from snapshots"));
    }

    [Fact]
    public async Task Commit_OlderEpoch_IsFenced()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var newer = await stage.Registry.TakeEpochAsync(stage.Cluster.Id, Token);

        await Assert.ThrowsAsync<FencedException>(() => stage.Writer.CommitAsync(stage.Whole(Bad, Stage.Start), Token));
        await stage.Writer.CommitAsync(stage.Whole(Bad, Stage.Start, newer), Token);

        Assert.Equal(1, await stage.CountAsync("select count(*) from snapshots"));
    }

    [Fact]
    public async Task Commit_Notifies_TheListener()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var listener = new SnapshotListener(stage.Sources.Web, TimeProvider.System);
        var connected = new TaskCompletionSource();
        var told = new TaskCompletionSource<SnapshotNotice>();
        using var subscription = listener.Subscribe(notice =>
        {
            if (notice.Cluster is null)
                connected.TrySetResult();
            else
                told.TrySetResult(notice);
        });
        var listening = listener.RunAsync(stop.Token);
        await connected.Task.WaitAsync(Token);

        var snapshot = await stage.Writer.CommitAsync(stage.Whole(Bad, Stage.Start), Token);

        Assert.Equal(new(stage.Cluster.Id, snapshot), await told.Task.WaitAsync(Token));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }
}
