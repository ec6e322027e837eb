using System.Globalization;
using Bunit;
using Posture.Analysis.Frameworks;
using Posture.Dashboard.Components.Pages.ReportPages;
using Posture.Dashboard.Tests.Pages;

namespace Posture.Dashboard.Tests.Reports;

public sealed class ReportsPageTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Reports_NothingConnected_SaysHowToBegin()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = stage.Open<ReportsPage>("/reports");
        Assert.Single(page.FindAll("[data-state=empty-first]"));
        Assert.Empty(page.FindAll("button.primary"));
    }

    [Fact]
    public async Task Reports_TenantOfNothing_SaysWhomToAsk()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        await stage.BecomeTenantAsync();
        var page = stage.Open<ReportsPage>("/reports");
        Assert.Single(page.FindAll("[data-state=no-access]"));
        Assert.DoesNotContain("prod", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_Preview_CountsEveryRequirementOnce()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        foreach (var framework in Framework.All)
        {
            var page = stage.Open<ReportsPage>("/reports?fw=" + framework.Id);
            var cells = page.FindAll("tr[data-total] td").Select(cell => int.Parse(cell.TextContent, CultureInfo.CurrentCulture)).ToList();
            Assert.Equal(framework.Requirements.Count(), cells[^1]);
            Assert.Equal(cells[^1], cells[..^1].Sum());
            Assert.True(cells[0] > 0);
        }
    }

    [Fact]
    public async Task Reports_Choice_IsInTheAddress()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("alpha", Sample.Bad);
        await stage.CommitAsync("zeta", Sample.Better);
        var page = stage.Open<ReportsPage>("/reports?fw=cis-1.12&cluster=zeta&ns=shop&lang=zh-Hans");

        Assert.Equal(["CIS Kubernetes Benchmark 1.12", "zeta", "简体中文"], page.FindAll(".facet[aria-current=true]").Select(link => link.TextContent.Trim()));
        await page.Find("form input").ChangeAsync(new() { Value = "shop, pay" });
        await page.Find("form").SubmitAsync();
        Assert.Equal("/reports?fw=cis-1.12&lang=zh-Hans&cluster=zeta&ns=shop&ns=pay", stage.Address);
    }

    [Fact]
    public async Task Reports_TenantWhileTheDatabaseIsAway_SaysSoAndGoesOn()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        await stage.BecomeTenantAsync("prod/shop");
        await stage.LoseDatabaseServerAsync();

        var page = stage.Open<ReportsPage>("/reports");

        Assert.NotEmpty(page.FindAll("[data-state=error]"));
        stage.Desk().Order(ReportStage.Reporter, ReportStage.Request()); // the desk tells every open page
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-state=error]")));
    }

    [Fact]
    public async Task Reports_Tenant_ReportIsOfItsNamespacesOnly()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad + "\n---\n" + Sample.Bad.Replace("shop", "canary-space", StringComparison.Ordinal).Replace("cart", "canary-app", StringComparison.Ordinal));
        var tenant = ReportStage.Reporter with { Scope = await stage.TenantAsync("prod/shop"), Roles = ["tenant"] };
        var mine = await stage.MadeAsync(ReportStage.Request(), tenant);
        var asked = await stage.MadeAsync(ReportStage.Request("pss", "en", "canary-space"), tenant);

        Assert.NotEmpty(mine.Progress.Model!.Findings);
        var said = System.Text.Encoding.UTF8.GetString([.. mine.Progress.Files!.Html, .. mine.Progress.Files.Csv]);
        Assert.DoesNotContain("canary", said, StringComparison.Ordinal);
        Assert.Empty(asked.Progress.Model!.Findings);
        Assert.Equal(0, asked.Progress.Model.Clusters.Sum(line => line.Cluster.Objects));
        Assert.DoesNotContain("canary-app", System.Text.Encoding.UTF8.GetString(asked.Progress.Files!.Csv), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_OrderAndCancel_ShowTheState()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        stage.BecomeReporter();
        var page = stage.Open<ReportsPage>("/reports");
        await page.Find("button.primary").ClickAsync(new());
        Assert.Single(page.FindAll("tr[data-report-state=queued] progress"));
        await page.Find("tr[data-report] button").ClickAsync(new());
        Assert.Single(page.FindAll("tr[data-report-state=cancelled]"));
        Assert.Empty(page.FindAll("tr[data-report] a"));
    }

    [Fact]
    public async Task Reports_UnreadKind_IsNeverMet()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Better, null, "Pod", "Deployment");
        var page = stage.Open<ReportsPage>("/reports?fw=pss");
        Assert.Equal("0", page.Find("tr[data-total] td[data-status=met]").TextContent);
    }
}
