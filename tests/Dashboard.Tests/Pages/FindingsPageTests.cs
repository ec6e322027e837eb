using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Dashboard.Live;

namespace Posture.Dashboard.Tests.Pages;

public sealed class FindingsPageTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Findings_NothingAssessed_IsNotClean()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        Assert.Single(stage.Open<FindingsPage>("/findings").FindAll("[data-state=empty-first]"));
    }

    [Fact]
    public async Task Findings_Default_ListsFailingWorstFirst()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var page = stage.Open<FindingsPage>("/findings");
        var rows = page.FindAll("tr[data-finding]");
        Assert.NotEmpty(rows);
        Assert.All(page.FindAll("tr[data-finding] .verdict"), mark => Assert.Contains("verdict-fail", mark.ClassName, StringComparison.Ordinal));
        Assert.Single(rows[0].QuerySelectorAll(".sev-critical"));
        Assert.Equal("descending", page.Find("th[aria-sort]").GetAttribute("aria-sort"));
    }

    [Fact]
    public async Task Findings_FacetChosen_IsInTheAddressAndShowsItsCount()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var facet = stage.Open<FindingsPage>("/findings").FindAll(".facet").Single(link => link.QuerySelector(".sev-critical") is not null);
        Assert.Equal("/findings?sev=critical", facet.GetAttribute("href"));
        var count = facet.QuerySelector("b")!.TextContent;
        var page = stage.Open<FindingsPage>(facet.GetAttribute("href")!);
        Assert.StartsWith(count + " ", page.Find("[data-total]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/findings", page.Find(".filters a.chip").GetAttribute("href"));
    }

    [Fact]
    public async Task Findings_AddressChanges_ListFollows()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var page = stage.Open<FindingsPage>("/findings");
        stage.Navigation.NavigateTo("/findings?control=" + Sample.Privileged);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tr[data-finding]")), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Findings_TypedText_WaitsThenReplacesTheAddress()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var page = stage.Open<FindingsPage>("/findings?page=1&layer=1");
        var first = page.Find("input[type=search]").InputAsync("pri");
        var second = page.Find("input[type=search]").InputAsync("privil");
        Assert.Equal("/findings?page=1&layer=1", stage.Address);
        // The handler may reach its wait a moment after the event was sent: the clock moves until it is through.
        while (!(first.IsCompleted && second.IsCompleted))
        {
            stage.Time.Advance(FilterBox.Pause);
            await Task.Yield();
        }
        Assert.Equal("/findings?layer=1&q=privil", stage.Address);
    }

    [Fact]
    public async Task Findings_FiltersHideEverything_OffersToClear()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var page = stage.Open<FindingsPage>("/findings?q=nothing-has-this-text");
        Assert.Equal("/findings", page.Find("[data-state=empty-filter] a.button").GetAttribute("href"));
    }

    [Fact]
    public async Task Findings_NothingFails_SaysWhatWasAssessed()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Better);
        var page = stage.Open<FindingsPage>("/findings?control=" + Sample.Privileged);
        Assert.Contains("1 ", page.Find("[data-state=empty-clean]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_BeyondTheLastPage_ShowsTheLast()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var page = stage.Open<FindingsPage>("/findings?size=1&page=9999");
        Assert.Single(page.FindAll("[data-clamped]"));
        Assert.Single(page.FindAll("tr[data-finding]"));
    }

    [Fact]
    public async Task Findings_LiveSignal_NewRowsWaitAndGoneRowsAreStruck()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad, PageStage.Now.AddMinutes(-5));
        var page = stage.Open<FindingsPage>("/findings?control=" + Sample.Privileged);
        var shown = page.Find("tr[data-finding]").GetAttribute("data-finding");
        await stage.CommitAsync("prod", Sample.Worse, PageStage.Now.AddMinutes(-4));
        stage.Signals.Publish(null);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("button.pill")), TimeSpan.FromSeconds(20));
        Assert.Equal([shown], page.FindAll("tr[data-finding]").Select(row => row.GetAttribute("data-finding")));
        page.Find("button.pill").Click();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tr[data-finding]").Count), TimeSpan.FromSeconds(20));
        await stage.CommitAsync("prod", Sample.Better);
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        stage.Signals.Publish(null);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tr.gone").Count), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Findings_HostileNames_StayText()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad.Replace("metadata: {name: cart,", "metadata: {name: '<img src=x onerror=alert(1)>',", StringComparison.Ordinal));
        var page = stage.Open<FindingsPage>("/findings?control=" + Sample.Privileged);
        Assert.Empty(page.FindAll("img"));
        Assert.Contains("<img src=x", page.Find("tr[data-finding]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_Disposed_LeavesNoSubscription()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        stage.Open<FindingsPage>("/findings");
        Assert.Equal(PageStage.OwnSubscriptions + 1, stage.Signals.Count);
        await stage.DisposeComponentsAsync();
        Assert.Equal(PageStage.OwnSubscriptions, stage.Signals.Count);
    }

    /// <summary>P-18: what is no longer somebody's goes from the open page at once, whatever the page shows and also while updates are paused.</summary>
    [Theory]
    [InlineData("/findings", false)]
    [InlineData("/findings", true)]
    [InlineData("/findings?at=2026-11-20T12:00:00Z", false)]
    public async Task Findings_NamespacesTakenAway_AreGoneFromTheOpenPage(string address, bool paused)
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var tenant = await stage.BecomeTenantAsync("prod/shop");
        var page = stage.Open<FindingsPage>(address);
        Assert.NotEmpty(page.FindAll("tr[data-finding]"));
        if (paused)
            stage.Services.GetRequiredService<LiveFeed>().Pause();
        await stage.EmptyTenantAsync(tenant);
        stage.Services.GetRequiredService<AccessSignals>().Publish(null);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("tr[data-finding]")));
        Assert.Single(page.FindAll("[data-state=no-access]"));
    }
}
