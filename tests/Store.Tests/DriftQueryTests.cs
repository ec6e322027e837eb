using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Store.Tests;

public sealed class DriftQueryTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Web(string ns, string more) =>
        $"{{ apiVersion: apps/v1, kind: Deployment, metadata: {{ name: web, namespace: {ns} }}, spec: {{ template: {{ spec: {{ containers: [{{ name: c {more} }}] }} }} }} }}\n---\n";

    [Fact]
    public async Task Page_ChangeAdditionAndRemoval_EachHaveAVisibleDifference()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Web("shop", "") + Web("old", ""), Stage.Start), Token);
        await stage.Writer.CommitAsync(stage.Whole(Web("shop", ", securityContext: { privileged: true }") + Web("new", ""), Stage.Start.AddMinutes(5)), Token);
        var drift = new DriftQuery(stage.Sources.Web);
        var filter = new DriftFilter { From = Stage.Start, To = Stage.Start.AddHours(1) };

        var rows = (await drift.PageAsync(ViewScope.All, filter, 1, 200, Token)).Rows;

        Assert.All(rows, row => Assert.Equal(Stage.Start.AddMinutes(5), row.At));
        var objects = rows.Where(row => row.Change is not null).ToDictionary(row => row.Object.Namespace);
        Assert.Equal(["new", "old", "shop"], objects.Keys.Order());
        Assert.Null(objects["new"].Change!.Before);
        Assert.Null(objects["old"].Change!.After);
        Assert.Contains("privileged", objects["shop"].Change!.After, StringComparison.Ordinal);
        var turned = Assert.Single(rows, row => row.Verdict is { Control: "L1-CTR-PRIVILEGED" } && row.Object.Namespace == "shop").Verdict!;
        Assert.Equal((Verdict.Pass, Verdict.Fail), (turned.Before, turned.After));
        Assert.All(rows.Where(row => row.Verdict is not null), row => Assert.NotEqual(row.Verdict!.Before, row.Verdict.After));
        var tenant = (await drift.PageAsync(await stage.TenantAsync("prod/new"), filter, 1, 200, Token)).Rows;
        Assert.All(tenant, row => Assert.Equal("new", row.Object is { Kind: "Namespace" } ns ? ns.Name : row.Object.Namespace));
        Assert.NotEmpty(tenant);
    }

    [Fact]
    public async Task Page_FirstSnapshotAndUnchanged_AreNoDrift()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Web("shop", ""), Stage.Start), Token);
        await stage.Writer.CommitAsync(stage.Whole(Web("shop", ""), Stage.Start.AddMinutes(5)), Token);

        Assert.Equal(0, (await new DriftQuery(stage.Sources.Web).PageAsync(ViewScope.All, new() { From = Stage.Start.AddDays(-1), To = Stage.Start.AddDays(1) }, 1, 50, Token)).Total);
    }

    [Fact]
    public async Task Counts_LayersFacetsFleetAndObject_AgreeWithTheList()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Web("shop", ""), Stage.Start), Token);
        await stage.Writer.CommitAsync(stage.Whole(Web("shop", ", securityContext: { privileged: true }"), Stage.Start.AddMinutes(5)), Token);

        var control = Assert.Single(await new ControlQuery(stage.Sources.Web).ByClusterAsync(ViewScope.All, "L1-CTR-PRIVILEGED", null, Token));
        Assert.Equal(("prod", 1, 0), (control.Cluster, control.Counts.Fail, control.Counts.Pass));
        var layer = await new LayerQuery(stage.Sources.Web).ControlsAsync(ViewScope.All, Layer.HostTenancy, [], null, Token);
        var facets = await stage.Findings.FacetsAsync(ViewScope.All, new() { Verdicts = [Verdict.Fail] }, null, Token);
        Assert.Equal(facets.Layers[Layer.HostTenancy], layer.Sum(row => row.Counts.Fail));
        var fleet = await new FleetQuery(stage.Sources.Web).GetAsync(ViewScope.All, null, Stage.Start.AddMinutes(1), Token);
        Assert.True(fleet.New >= 1);
        Assert.NotNull(fleet.Clusters[0].Before);
        var found = await new ObjectQuery(stage.Sources.Web).GetAsync(ViewScope.All, "prod", new("apps/v1", "Deployment", "shop", "web"), Stage.Start.AddMinutes(1), Token);
        Assert.DoesNotContain("privileged", found, StringComparison.Ordinal);
        Assert.Equal(2, (await stage.Clusters.SnapshotsAsync(ViewScope.All, "prod", 1, 10, Token)).Total);
    }

    [Fact]
    public async Task Page_ObjectAddedAndRemoved_NoRowsOfVerdictsThatSayNothing()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Web("shop", ""), Stage.Start), Token);
        await stage.Writer.CommitAsync(stage.Whole(Web("shop", "") + Web("brief", ", securityContext: { privileged: true }"), Stage.Start.AddMinutes(5)), Token);
        await stage.Writer.CommitAsync(stage.Whole(Web("shop", ""), Stage.Start.AddMinutes(10)), Token);

        var rows = (await new DriftQuery(stage.Sources.Web).PageAsync(ViewScope.All, Day with { Namespaces = ["brief"] }, 1, 200, Token)).Rows;

        var verdicts = rows.Select(row => row.Verdict).OfType<Model.Drift.VerdictChange>().ToList();
        Assert.Contains(verdicts, turned => turned is { Control: "L1-CTR-PRIVILEGED", Before: null, After: Verdict.Fail });
        Assert.Contains(verdicts, turned => turned is { Control: "L1-CTR-PRIVILEGED", Before: Verdict.Fail, After: null });
        Assert.DoesNotContain(verdicts, turned => (turned.Before ?? Verdict.Pass) is Verdict.Pass or Verdict.NotApplicable && (turned.After ?? Verdict.Pass) is Verdict.Pass or Verdict.NotApplicable);
    }

    [Fact]
    public async Task Page_PastTheLast_StillTellsTheTotal()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Web("shop", ""), Stage.Start), Token);
        await stage.Writer.CommitAsync(stage.Whole(Web("shop", ", securityContext: { privileged: true }"), Stage.Start.AddMinutes(5)), Token);
        var drift = new DriftQuery(stage.Sources.Web);
        var total = (await drift.PageAsync(ViewScope.All, Day, 1, 1, Token)).Total;

        var past = await drift.PageAsync(ViewScope.All, Day, 1000, 50, Token);

        Assert.True(total > 1);
        Assert.Equal((0, total), (past.Rows.Count, past.Total));
        var snapshots = await stage.Clusters.SnapshotsAsync(ViewScope.All, "prod", 1000, 50, Token);
        Assert.Equal((0, 2), (snapshots.Rows.Count, snapshots.Total));
    }

    private static DriftFilter Day => new() { From = Stage.Start.AddDays(-1), To = Stage.Start.AddDays(1) };
}
