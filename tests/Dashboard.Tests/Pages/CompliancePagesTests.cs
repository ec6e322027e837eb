using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Frameworks;
using Posture.Dashboard.Components.Pages.Compliance;
using Posture.Dashboard.Components.Pages.ControlDetails;
using Posture.Dashboard.Components.Pages.Findings;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>Frameworks on pages: every requirement once, numbers that add up and lead to their list.</summary>
public sealed class CompliancePagesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Compliance_NothingConnected_SaysSoAndNothingIsMet()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = stage.Open<CompliancePage>("/compliance");
        Assert.Single(page.FindAll("[data-state=empty-first]"));
        Assert.Equal(Framework.All.Count, page.FindAll("tr[data-framework]").Count);
        Assert.All(page.FindAll("td[data-status=met], td[data-status=not-met]"), cell => Assert.Equal("0", cell.TextContent.Trim()));
    }

    [Fact]
    public async Task Compliance_EachFramework_AddsUpAndItsPageAgrees()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var rows = stage.Open<CompliancePage>("/compliance").FindAll("tr[data-framework]");
        Assert.Equal(Framework.All.Select(framework => framework.Id), rows.Select(row => row.GetAttribute("data-framework")));
        foreach (var row in rows)
        {
            var framework = Framework.Find(row.GetAttribute("data-framework"))!;
            var counts = row.QuerySelectorAll("td[data-status]").ToDictionary(cell => cell.GetAttribute("data-status")!, cell => Number(cell.TextContent), StringComparer.Ordinal);
            Assert.Equal(framework.Requirements.Count(), Number(row.QuerySelector("td[data-total]")!.TextContent));
            Assert.Equal(framework.Requirements.Count(), counts.Values.Sum());

            var page = stage.Open<FrameworkPage>("/compliance/" + framework.Id, ("Id", framework.Id));
            Assert.Equal(framework.Requirements.Select(item => item.Id), page.FindAll("tr[data-requirement]").Select(item => item.GetAttribute("data-requirement")));
            Assert.Equal(framework.Requirements.Select(item => item.Class), page.FindAll("[data-assessment]").Select(item => item.GetAttribute("data-assessment")));
            Assert.All(counts, pair => Assert.Equal(pair.Value, page.FindAll($"tr[data-requirement] .status-{pair.Key}").Count));
        }
    }

    [Fact]
    public async Task Framework_ByStatus_ShowsOnlyThose()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var page = stage.Open<FrameworkPage>("/compliance/pss?status=not-met", ("Id", "pss"));
        Assert.NotEmpty(page.FindAll("tr[data-requirement]"));
        Assert.All(page.FindAll("tr[data-requirement]"), row => Assert.NotNull(row.QuerySelector(".status-not-met")));
        Assert.Single(stage.Open<FrameworkPage>("/compliance/pss?status=manual", ("Id", "pss")).FindAll("[data-state=empty-filter]"));
    }

    [Fact]
    public async Task Framework_Failing_NumberEqualsTheList()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Worse);
        var link = stage.Open<FrameworkPage>("/compliance/pss", ("Id", "pss")).Find("tr[data-requirement=privileged] td.num a");
        Assert.Equal("2", link.TextContent);
        Assert.StartsWith("2 ", stage.Open<FindingsPage>(link.GetAttribute("href")!).Find("[data-total]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Framework_Unknown_IsNotFound()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        Assert.Empty(stage.Open<FrameworkPage>("/compliance/none", ("Id", "none")).FindAll("tr[data-requirement]"));
    }

    [Fact]
    public async Task Framework_Tenant_CountsOwnNamespacesOnly()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        await stage.BecomeTenantAsync("prod/other");
        var page = stage.Open<FrameworkPage>("/compliance/pss", ("Id", "pss"));
        Assert.Empty(page.FindAll("tr[data-requirement] .status-not-met"));
        Assert.Equal(19, page.FindAll("tr[data-requirement] .status-not-assessed").Count);
    }

    [Theory]
    [InlineData("/controls?fw=nist-800-190")]
    [InlineData("/controls?framework=nist-800-190")]
    public async Task Controls_OfAFramework_ShowItsItems(string address)
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var framework = Framework.Find("nist-800-190")!;
        var rows = AllPages(stage, address);
        Assert.Equal(
            ControlCatalogue.Default.Controls.Where(control => control.References.ContainsKey("nist_sp_800_190")).Select(control => control.Id),
            rows.Select(row => row.GetAttribute("data-control")));
        Assert.All(rows, row => Assert.Equal(
            string.Join(", ", framework.Of(ControlCatalogue.Default.Find(row.GetAttribute("data-control")!)!).Select(item => item.Id)),
            row.QuerySelector("[data-items]")!.TextContent));
    }

    [Fact]
    public async Task Controls_EveryReference_IsOnThePage()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var lines = AllPages(stage, "/controls")
            .ToDictionary(row => row.GetAttribute("data-control")!, row => row.QuerySelector("[data-references]")!.TextContent, StringComparer.Ordinal);
        Assert.All(ControlCatalogue.Default.Controls, control =>
            Assert.All(control.References.Values.SelectMany(ids => ids), id => Assert.Contains(id, lines[control.Id], StringComparison.Ordinal)));
    }

    /// <summary>Rows of every page, following the link to the next.</summary>
    private static List<IElement> AllPages(PageStage stage, string address)
    {
        var rows = new List<IElement>();
        for (var next = address; next is not null;)
        {
            var page = stage.Open<ControlsPage>(next);
            rows.AddRange(page.FindAll("tr[data-control]"));
            next = page.FindAll("a[rel=next]:not([aria-disabled])").FirstOrDefault()?.GetAttribute("href");
        }

        return rows;
    }

    private static int Number(string text) => int.Parse(text.Trim(), NumberStyles.AllowThousands, CultureInfo.CurrentCulture);
}
