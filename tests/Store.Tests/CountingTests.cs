using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;
using static Posture.Store.Tests.Built;

namespace Posture.Store.Tests;

/// <summary>Numbers that are shown in several places are equal in all of them (P-06).</summary>
public sealed class CountingTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Later = Stage.Start.AddDays(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_OfNow_EqualThoseOfTheRows()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(State(stage, 0), Token);
        await stage.Writer.CommitAsync(Commit(stage, 1) with { Changed = [Finding("c", Verdict.NotAssessed), Finding("d", Verdict.Fail, "L2-002"), Finding("b", Verdict.Fail)] }, Token);
        await stage.Writer.CommitAsync(Commit(stage, 2) with { Changed = [Finding("d", Verdict.Fail, "L2-002") with { Message = "other" }], RemovedFindings = [Finding("a", Verdict.Fail)] }, Token);
        await stage.Writer.CommitAsync(Commit(stage, 3) with { Changed = [Finding("sys", Verdict.Fail) with { System = true }] }, Token);
        var (tallies, controls, fleet) = (new TallyQuery(stage.Sources.Web), new LayerQuery(stage.Sources.Web), new FleetQuery(stage.Sources.Web));

        Assert.Equal(await tallies.ListAsync(ViewScope.All, [], [], Later, Token), await tallies.ListAsync(ViewScope.All, [], [], null, Token));
        Assert.Equal(await controls.ControlsAsync(ViewScope.All, null, [], Later, Token), await controls.ControlsAsync(ViewScope.All, null, [], null, Token));
        var (then, now) = (await fleet.GetAsync(ViewScope.All, Later, Stage.Start, Token), await fleet.GetAsync(ViewScope.All, null, Stage.Start, Token));
        Assert.Equal(then.Open, now.Open);
        Assert.Equal(2, now.Open.Total);
        Assert.Equal(now.Open.Total, (await stage.Findings.PageAsync(ViewScope.All, new() { Verdicts = [Verdict.Fail] }, [], 1, 1, null, Token)).Total);
        var row = Assert.Single(await controls.ControlsAsync(ViewScope.All, Layer.HostTenancy, [], null, Token));
        Assert.Equal((1, 1, 1), (row.Counts.Fail, row.Counts.NotAssessed, row.Counts.System));
    }

    [Fact]
    public async Task Counts_OfATenant_AreOfItsNamespaces()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(State(stage, 0), Token);
        var fleet = new FleetQuery(stage.Sources.Web);

        Assert.Equal(1, (await fleet.GetAsync(await stage.TenantAsync("prod/shop"), null, Stage.Start, Token)).Open.Total);
        Assert.Equal(0, (await fleet.GetAsync(await stage.TenantAsync("prod/other"), null, Stage.Start, Token)).Open.Total);
    }

    [Fact]
    public async Task Page_CommitsInBetween_RowsAndTotalsAreOfOneState()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(State(stage, 0), Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = Task.Run(() => FlickerAsync(stage, stop.Token), Token);

        for (var i = 0; i < 200; i++)
        {
            var page = await stage.Findings.PageAsync(ViewScope.All, FindingFilter.None, [], 1, 200, null, Token);
            Assert.Equal((page.Rows.Count, page.Rows.Count), (page.Total, page.Unfiltered));
        }
        await stop.CancelAsync();
        await writing;
    }

    /// <summary>Twenty findings come and go, as fast as commits can be.</summary>
    private static async Task FlickerAsync(Stage stage, CancellationToken cancellationToken)
    {
        var many = Enumerable.Range(0, 20).Select(i => Finding($"many{i}", Verdict.Fail)).ToList();
        for (var minute = 1; !cancellationToken.IsCancellationRequested; minute += 2)
        {
            await stage.Writer.CommitAsync(Commit(stage, minute) with { Changed = many }, Token);
            await stage.Writer.CommitAsync(Commit(stage, minute + 1) with { RemovedFindings = many }, Token);
        }
    }
}
