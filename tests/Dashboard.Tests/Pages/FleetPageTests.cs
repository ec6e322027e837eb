using Bunit;
using Posture.Dashboard.Components.Pages.Fleet;
using Posture.Dashboard.Components.Pages.Findings;

namespace Posture.Dashboard.Tests.Pages;

public sealed class FleetPageTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Fleet_NothingConnected_SaysHowToBegin()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = stage.Open<FleetPage>("/fleet");
        Assert.Single(page.FindAll("[data-state=empty-first]"));
    }

    [Fact]
    public async Task Fleet_TenantOfNothing_SaysWhomToAsk()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        await stage.BecomeTenantAsync();
        var page = stage.Open<FleetPage>("/fleet");
        Assert.Single(page.FindAll("[data-state=no-access]"));
        Assert.DoesNotContain("prod", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fleet_TwoClusters_WorstFirstAndCellsLeadToTheirFindings()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("alpha", Sample.Better);
        await stage.CommitAsync("zeta", Sample.Bad);
        var page = stage.Open<FleetPage>("/fleet");
        Assert.Equal(["zeta", "alpha"], page.FindAll("tr[data-cluster]").Select(row => row.GetAttribute("data-cluster")));
        Assert.Equal("/findings?cluster=zeta&layer=1", page.Find("tr[data-cluster=zeta] td:nth-child(3) a").GetAttribute("href"));
        Assert.Contains("zeta", page.Find("[data-sentence]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fleet_ControlWithTwoSeverities_IsOneFixOfOneCluster()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", """
            apiVersion: apiregistration.k8s.io/v1
            kind: APIService
            metadata: {name: v1.things.example.com}
            spec: {insecureSkipTLSVerify: true, service: {name: things, namespace: shop}}
            ---
            apiVersion: apiregistration.k8s.io/v1
            kind: APIService
            metadata: {name: v1.parts.example.com}
            spec: {service: {name: parts, namespace: shop}}
            """);
        var page = stage.Open<FleetPage>("/fleet");
        var fix = Assert.Single(page.FindAll("tr"), row => row.InnerHtml.Contains("/controls/L9-APISERVICE-INSECURE", StringComparison.Ordinal));
        Assert.Equal(["1", "2"], fix.QuerySelectorAll("td.num").Take(2).Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task Fleet_SeverityNumbers_EqualTheListsTheyOpen()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var fleet = stage.Open<FleetPage>("/fleet");
        foreach (var link in fleet.FindAll(".severities a"))
        {
            var count = link.FirstChild!.TextContent;
            var list = stage.Open<FindingsPage>(link.GetAttribute("href")!);
            Assert.StartsWith(count + " ", list.Find("[data-total]").TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fleet_LiveSignal_ChangesNumbersInPlaceAndHoldsTheOrder()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("alpha", Sample.Better, PageStage.Now.AddMinutes(-5));
        await stage.CommitAsync("zeta", Sample.Bad, PageStage.Now.AddMinutes(-5));
        var page = stage.Open<FleetPage>("/fleet");
        var before = page.Find("tr[data-cluster=alpha] td:nth-child(3)").TextContent;
        await stage.CommitAsync("alpha", Sample.Bad);
        await stage.CommitAsync("zeta", Sample.Better);
        stage.Signals.Publish(null);
        page.WaitForAssertion(() => Assert.NotEqual(before, page.Find("tr[data-cluster=alpha] td:nth-child(3)").TextContent), TimeSpan.FromSeconds(20));
        Assert.Equal(["zeta", "alpha"], page.FindAll("tr[data-cluster]").Select(row => row.GetAttribute("data-cluster")));
        page.Find("button.pill").Click();
        page.WaitForAssertion(() => Assert.Equal(["alpha", "zeta"], page.FindAll("tr[data-cluster]").Select(row => row.GetAttribute("data-cluster"))), TimeSpan.FromSeconds(20));
        Assert.Empty(page.FindAll("button.pill"));
    }

    [Fact]
    public async Task Fleet_ForbiddenKind_NamesTheCluster()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad, null, "ServiceAccount");
        var page = stage.Open<FleetPage>("/fleet");
        Assert.Contains("/clusters/prod/collection", page.Find("[data-state=partial]").InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fleet_OldData_IsNamedAndLeftOut()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        stage.Time.Advance(TimeSpan.FromHours(25));
        var page = stage.Open<FleetPage>("/fleet");
        Assert.Contains("prod", page.Find("[data-state=stale]").TextContent, StringComparison.Ordinal);
        Assert.Equal("—", page.Find(".figures .big").TextContent);
    }

    [Fact]
    public async Task Fleet_AtATime_ShowsThatStateAndStaysThere()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad, PageStage.Now.AddHours(-3));
        await stage.CommitAsync("prod", Sample.Better, PageStage.Now.AddHours(-1));
        var now = stage.Open<FleetPage>("/fleet").Find("tr[data-cluster=prod] td:nth-child(3)").TextContent;
        var page = stage.Open<FleetPage>("/fleet?at=2026-11-20T10:00:00Z");
        Assert.NotEqual(now, page.Find("tr[data-cluster=prod] td:nth-child(3)").TextContent);
        Assert.Contains("at=2026-11-20T10", Uri.UnescapeDataString(page.Find("tr[data-cluster=prod] td:nth-child(3) a").GetAttribute("href")!), StringComparison.Ordinal);
        Assert.Single(page.FindAll("[data-at]"));
    }

    [Fact]
    public async Task Fleet_BadAddress_SaysWhatWasIgnored()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        Assert.Contains("at=soon", stage.Open<FleetPage>("/fleet?at=soon").Find("[data-rejected]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fleet_DatabaseLost_SaysSoWithAReferenceAndRetry()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.LoseDatabaseAsync();
        var page = stage.Open<FleetPage>("/fleet");
        Assert.Equal(12, page.Find("[data-state=error] code").TextContent.Length);
        Assert.NotEmpty(page.FindAll("[data-state=error] button:not(.copy)"));
        Assert.Single(page.FindAll("h1"));
        Assert.DoesNotContain("ObjectDisposed", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fleet_Tenant_SeesOwnNamespacesOnly()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad + "\n---\n" + Sample.Bad.Replace("shop", "pay", StringComparison.Ordinal));
        await stage.CommitAsync("edge", Sample.Bad);
        await stage.BecomeTenantAsync("prod/pay");
        var page = stage.Open<FleetPage>("/fleet");
        Assert.Equal(["prod"], page.FindAll("tr[data-cluster]").Select(row => row.GetAttribute("data-cluster")));
        Assert.DoesNotContain("shop", page.Markup, StringComparison.Ordinal);
        Assert.NotEqual("—", page.Find(".figures .big").TextContent);
    }

    [Fact]
    public async Task Fleet_Disposed_LeavesNoSubscription()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        stage.Open<FleetPage>("/fleet");
        Assert.Equal(PageStage.OwnSubscriptions + 1, stage.Signals.Count);
        await stage.DisposeComponentsAsync();
        Assert.Equal(PageStage.OwnSubscriptions, stage.Signals.Count);
    }
}
