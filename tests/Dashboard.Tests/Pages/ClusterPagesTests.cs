using Bunit;
using Posture.Dashboard.Components.Pages.Clusters;

namespace Posture.Dashboard.Tests.Pages;

public sealed class ClusterPagesTests(PostgresFixture postgres)
{
    private static IRenderedComponent<ClusterPage> Open(PageStage stage, string address, string name = "prod") => stage.Open<ClusterPage>(address, ("Name", name));

    [Fact]
    public async Task Clusters_Connected_ListsFactsAndLeadsToCollection()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad, null, "ServiceAccount");
        var row = stage.Open<ClustersPage>("/clusters").Find("tr[data-cluster=prod]");
        Assert.Contains("v1.34.1", row.TextContent, StringComparison.Ordinal);
        Assert.NotNull(row.QuerySelector("a[href='/clusters/prod/collection']"));
    }

    [Fact]
    public async Task Clusters_NoneConnected_SaysHowToBegin()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        Assert.Single(stage.Open<ClustersPage>("/clusters").FindAll("[data-state=empty-first]"));
    }

    [Fact]
    public async Task Cluster_Overview_HasTenLayersWithLinks()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var page = Open(stage, "/clusters/prod");
        Assert.Equal(10, page.FindAll("tr[data-layer]").Count);
        Assert.Equal("/findings?cluster=prod&layer=1", page.Find("tr[data-layer='1'] a.cell").GetAttribute("href"));
        Assert.NotEqual("—", page.Find(".figures .big").TextContent);
    }

    [Fact]
    public async Task Cluster_Namespaces_AreLinkedToTheirFindings()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var page = Open(stage, "/clusters/prod?tab=namespaces");
        Assert.Equal("/findings?cluster=prod&ns=shop", page.Find("tr[data-namespace=shop] th a").GetAttribute("href"));
    }

    [Fact]
    public async Task Cluster_Drift_ShowsItsChanges()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad, PageStage.Now.AddHours(-2));
        Assert.Single(Open(stage, "/clusters/prod?tab=drift").FindAll("[data-state=empty-clean]"));
        await stage.CommitAsync("prod", Sample.Better, PageStage.Now.AddHours(-1));
        Assert.NotEmpty(Open(stage, "/clusters/prod?tab=drift").FindAll("[data-change]"));
    }

    [Fact]
    public async Task Collection_ForbiddenKind_NamesReasonAndSufferingControls()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad, null, "Namespace");
        var rows = Open(stage, "/clusters/prod/collection").FindAll("tr[data-kind]");
        Assert.Equal("Namespace", rows[0].GetAttribute("data-kind"));
        Assert.Contains("the collector may not list it", rows[0].TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(rows[0].QuerySelectorAll("details[open] a[href^='/controls/']"));
    }

    [Fact]
    public async Task Cluster_UnknownAndForeign_AreTheSamePage()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        await stage.BecomeTenantAsync("edge/shop");
        Assert.Equal(Open(stage, "/clusters/prod").Markup, Open(stage, "/clusters/none", "none").Markup);
    }

    [Fact]
    public async Task Cluster_Disposed_LeavesNoSubscription()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        Open(stage, "/clusters/prod");
        Assert.Equal(PageStage.OwnSubscriptions + 1, stage.Signals.Count);
        await stage.DisposeComponentsAsync();
        Assert.Equal(PageStage.OwnSubscriptions, stage.Signals.Count);
    }
}
