using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Components.Pages.Compliance;
using Posture.Dashboard.Components.Pages.ControlDetails;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Dashboard.Components.Pages.Fleet;
using Posture.Dashboard.Components.Pages.Help;
using Posture.Dashboard.Components.Pages.Identities;
using Posture.Dashboard.Components.Pages.Network;
using Posture.Dashboard.Live;
using Posture.Model.Scoring;

namespace Posture.Dashboard.Tests.Pages;

public sealed class HelpPagesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task ScoreHelp_Worked_EqualsTheShownScores()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Worse);
        await stage.CommitAsync("edge", Sample.Better);
        var shown = stage.Open<FleetPage>("/fleet");
        var fleet = shown.Find(".figures .big").TextContent;
        var layer = shown.Find("tr[data-cluster=prod] td:nth-child(3) a span[aria-hidden]").TextContent;
        var page = stage.Open<ScoreHelpPage>("/help/score?cluster=prod&layer=1");
        Assert.EndsWith(" " + fleet, page.Find("[data-fleet-score]").TextContent, StringComparison.Ordinal);
        Assert.EndsWith(" " + layer, page.Find("[data-worked]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void ScoreModel_Worked_EqualsTheCalculator()
    {
        ControlTally[] tallies = [new(9, 3, 1, 0, 2), new(4, 10, 5, 1, 0), new(7, 0, 1, 0, 0)];
        var steps = tallies.Select((tally, index) => new ScoreStep(index.ToString(CultureInfo.InvariantCulture), tally)).ToList();
        var model = new ScoreModel(null!, "c", Model.Verdicts.Layer.Network, new Dictionary<Model.Verdicts.Layer, Score>(), Score.None, steps);
        Assert.Equal(Analysis.Scoring.ScoreCalculator.Layer(tallies).Value!.Value, model.Worked!.Value, 10);
    }

    [Fact]
    public async Task ScoreHelp_NothingScored_SaysSo()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        Assert.Single(stage.Open<ScoreHelpPage>("/help/score").FindAll("[data-state=not-assessed]"));
    }

    [Fact]
    public async Task Help_Index_ExplainsEveryVerdict()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = stage.Open<HelpPage>("/help");
        Assert.All(Enum.GetNames<Model.Verdicts.Verdict>(), name => Assert.Single(page.FindAll(".verdict-" + name.ToLowerInvariant())));
        Assert.DoesNotContain("WordPass", page.Markup, StringComparison.Ordinal);
        Assert.Contains("/api/v1/findings?sev=critical", page.Find("[aria-labelledby=ways] pre").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Findings")]
    [InlineData("Controls")]
    [InlineData("Compliance")]
    [InlineData("Network")]
    [InlineData("Images")]
    [InlineData("Identities")]
    public async Task Help_Page_SaysWhatItAnswersAndWithWhichCommand(string name)
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var part = stage.Open<HelpPage>("/help").Find($"[data-help={name}]");
        Assert.Equal("/" + name.ToLowerInvariant(), part.QuerySelector("h3 a")!.GetAttribute("href"));
        Assert.EndsWith("?", part.QuerySelector(".asks")!.TextContent, StringComparison.Ordinal);
        Assert.True(part.QuerySelectorAll("p").Length > 3);
        Assert.All(part.QuerySelector("pre")!.TextContent.Split('\n'), line => Assert.StartsWith("posture ", line, StringComparison.Ordinal));
        Assert.DoesNotContain("Reads" + name, part.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadHelp_OnEachExplainedPage_LeadsToItsPartOfTheHelp()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        stage.Services.AddSingleton<ILiveQuestions>(new LiveOwner(null));
        AssertLeads<FindingsPage>(stage, "findings");
        AssertLeads<ControlsPage>(stage, "controls");
        AssertLeads<CompliancePage>(stage, "compliance");
        AssertLeads<NetworkPage>(stage, "network");
        AssertLeads<IdentitiesPage>(stage, "identities");
    }

    private static void AssertLeads<T>(PageStage stage, string part)
        where T : IComponent
    {
        var link = Assert.Single(stage.Open<T>("/" + part).FindAll("[data-read-help]"));
        Assert.Equal("/help#" + part, link.GetAttribute("href"));
        Assert.Equal("How to read this page", link.TextContent);
        Assert.EndsWith(" ", link.PreviousSibling!.TextContent, StringComparison.Ordinal);
        Assert.Single(stage.Open<HelpPage>("/help").FindAll("article#" + part));
    }
}
