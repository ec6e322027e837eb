using Bunit;
using Posture.Analysis.Catalogue;
using Posture.Dashboard.Components.Pages.ControlDetails;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Dashboard.Components.Pages.Layers;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Tests.Pages;

public sealed class CataloguePagesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Layers_NothingAssessed_SaysSoAndScoresNothing()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = stage.Open<LayersPage>("/layers");
        Assert.Single(page.FindAll("[data-state=not-assessed]"));
        Assert.Equal(10, page.FindAll("tr[data-layer] .band-none").Count);
    }

    [Fact]
    public async Task Layers_Failing_NumberEqualsTheList()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var link = stage.Open<LayersPage>("/layers").Find("tr[data-layer='1'] td:nth-child(4) a");
        Assert.StartsWith(link.TextContent + " ", stage.Open<FindingsPage>(link.GetAttribute("href")!).Find("[data-total]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layer_AllControls_AreListedAndThoseWithoutCheckSaySo()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var catalogue = ControlCatalogue.Default;
        foreach (var layer in Enum.GetValues<Layer>())
        {
            var page = stage.Open<LayerPage>($"/layers/{(int)layer}", ("Number", $"{(int)layer}"));
            Assert.Equal(catalogue.Controls.Count(control => control.Layer == layer), page.FindAll("tr[data-control]").Count);
            Assert.Equal(catalogue.Controls.Count(control => control.Layer == layer && catalogue.CheckOf(control.Id) is null), page.FindAll("tr[data-control] td.not-assessed").Count);
        }
    }

    [Theory]
    [InlineData("11")]
    [InlineData("0")]
    [InlineData("x")]
    public async Task Layer_Unknown_IsNotFound(string number)
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        Assert.Empty(stage.Open<LayerPage>("/layers/" + number, ("Number", number)).FindAll("tr[data-control]"));
    }

    [Fact]
    public async Task Control_WithVerdicts_CountsByClusterAndLinks()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var page = stage.Open<ControlPage>("/controls/" + Sample.Privileged, ("Id", Sample.Privileged));
        Assert.Equal($"/findings?cluster=prod&control={Sample.Privileged}", page.Find("tr[data-row=prod] td a").GetAttribute("href"));
        Assert.NotEmpty(page.FindAll(".tags code"));
        Assert.Contains("5.2.2", page.Find(".references").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_Unknown_IsNotFound()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        Assert.Empty(stage.Open<ControlPage>("/controls/L1-NONE", ("Id", "L1-NONE")).FindAll("#references"));
    }

    [Fact]
    public async Task Controls_FilteredByLayer_FollowTheAddress()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = stage.Open<ControlsPage>("/controls");
        Assert.Equal(ControlsPage.PageSize, page.FindAll("tr[data-control]").Count);
        stage.Navigation.NavigateTo("/controls?layer=8");
        page.WaitForAssertion(() => Assert.Equal(
            ControlCatalogue.Default.Controls.Where(control => control.Layer == (Layer)8).Select(control => control.Id),
            page.FindAll("tr[data-control]").Select(row => row.GetAttribute("data-control"))));
    }

    [Fact]
    public async Task Controls_PageByPage_ShowEachControlOnce()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = stage.Open<ControlsPage>("/controls");
        var seen = Rows(page);
        while (page.FindAll("a[rel=next]:not([aria-disabled])") is [var next])
        {
            var first = seen[^1];
            stage.Navigation.NavigateTo(next.GetAttribute("href")!);
            page.WaitForAssertion(() => Assert.DoesNotContain(first, Rows(page)));
            seen.AddRange(Rows(page));
        }

        Assert.Equal(ControlCatalogue.Default.Controls.Select(control => control.Id), seen);
    }

    [Fact]
    public async Task Controls_FilterOnALaterPage_StartsAtTheFirst()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = stage.Open<ControlsPage>("/controls?page=3");
        Assert.Equal(ControlCatalogue.Default.Controls[2 * ControlsPage.PageSize].Id, Rows(page)[0]);
        Assert.Empty(page.FindAll("[data-clamped]"));
        Assert.All(page.FindAll("a.facet"), facet => Assert.DoesNotContain("page=", facet.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Controls_BeyondTheLastPage_ShowTheLastAndSaySo()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = stage.Open<ControlsPage>("/controls?page=99");
        Assert.Equal(ControlCatalogue.Default.Controls[^1].Id, Rows(page)[^1]);
        Assert.Single(page.FindAll("[data-clamped]"));
    }

    private static List<string> Rows(IRenderedComponent<ControlsPage> page) => [.. page.FindAll("tr[data-control]").Select(row => row.GetAttribute("data-control")!)];
}
