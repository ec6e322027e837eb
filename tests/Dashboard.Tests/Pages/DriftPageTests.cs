using Bunit;
using Posture.Dashboard.Components.Pages.Drift;

namespace Posture.Dashboard.Tests.Pages;

public sealed class DriftPageTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Drift_NothingChanged_SaysSo()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        Assert.Single(stage.Open<DriftPage>("/drift").FindAll("[data-state=empty-clean]"));
    }

    [Fact]
    public async Task Drift_ObjectChanged_ShowsFieldVerdictAndScore()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad, PageStage.Now.AddHours(-2));
        await stage.CommitAsync("prod", Sample.Better, PageStage.Now.AddHours(-1));
        var page = stage.Open<DriftPage>("/drift");
        var field = page.Find("tr[data-field='spec.template.spec.containers[cart].securityContext.privileged']");
        Assert.Contains("true", field.QuerySelector(".diff-remove")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("false", field.QuerySelector(".diff-add")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll(".turn .verdict-fail"));
        Assert.Single(page.FindAll("[data-move]"));
    }

    [Fact]
    public async Task Drift_ShowVerdicts_LeavesObjectsOut()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad, PageStage.Now.AddHours(-2));
        await stage.CommitAsync("prod", Sample.Better, PageStage.Now.AddHours(-1));
        Assert.Empty(stage.Open<DriftPage>("/drift?show=verdicts").FindAll("tr[data-field]"));
    }

    [Fact]
    public async Task Drift_OtherCluster_IsFilteredOut()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad, PageStage.Now.AddHours(-2));
        await stage.CommitAsync("prod", Sample.Better, PageStage.Now.AddHours(-1));
        var state = Assert.Single(stage.Open<DriftPage>("/drift?cluster=edge").FindAll("[data-state=empty-filter]"));
        // What the filter hides is counted: it is as much as the page without a filter holds.
        var all = stage.Open<DriftPage>("/drift").Find(".pager [role=status]").TextContent.Split(' ')[^1];
        Assert.NotEqual("0", all);
        Assert.Contains($"there are {all} in this period", state.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_LiveSignal_NewChangesWait()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad, PageStage.Now.AddHours(-3));
        await stage.CommitAsync("prod", Sample.Better, PageStage.Now.AddHours(-2));
        var page = stage.Open<DriftPage>("/drift");
        var shown = page.FindAll("[data-change]").Count;
        await stage.CommitAsync("prod", Sample.Worse, PageStage.Now.AddHours(-1));
        stage.Signals.Publish(null);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("button.pill")), TimeSpan.FromSeconds(20));
        Assert.Equal(shown, page.FindAll("[data-change]").Count);
        page.Find("button.pill").Click();
        page.WaitForAssertion(() => Assert.True(page.FindAll("[data-change]").Count > shown), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Drift_Disposed_LeavesNoSubscription()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        stage.Open<DriftPage>("/drift");
        Assert.Equal(PageStage.OwnSubscriptions + 1, stage.Signals.Count);
        await stage.DisposeComponentsAsync();
        Assert.Equal(PageStage.OwnSubscriptions, stage.Signals.Count);
    }
}
