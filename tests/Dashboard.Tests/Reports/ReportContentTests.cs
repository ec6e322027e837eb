using Posture.Analysis.Catalogue;
using Posture.Analysis.Frameworks;
using Posture.Dashboard.Reports;
using Posture.Store.Queries;

namespace Posture.Dashboard.Tests.Reports;

/// <summary>The status of a requirement, cells of the table, the browser that is found.</summary>
public sealed class ReportContentTests
{
    [Theory]
    [InlineData(1, 5, 0, 0, 0, 0, false, ReportStatus.NotMet)]
    [InlineData(0, 5, 0, 0, 0, 0, false, ReportStatus.Met)]
    [InlineData(0, 5, 0, 0, 3, 0, false, ReportStatus.Met)]
    [InlineData(0, 5, 1, 0, 0, 0, false, ReportStatus.Partly)]
    [InlineData(0, 5, 0, 1, 0, 0, false, ReportStatus.Partly)]
    [InlineData(0, 5, 0, 0, 0, 0, true, ReportStatus.Partly)]
    [InlineData(0, 0, 2, 0, 0, 0, false, ReportStatus.NotAssessed)]
    [InlineData(0, 0, 0, 0, 0, 2, false, ReportStatus.NotAssessed)]
    [InlineData(0, 0, 0, 1, 0, 0, false, ReportStatus.Manual)]
    [InlineData(0, 0, 1, 1, 0, 0, false, ReportStatus.NotAssessed)]
    [InlineData(0, 0, 0, 0, 4, 0, false, ReportStatus.NotApplicable)]
    [InlineData(0, 0, 0, 0, 4, 0, true, ReportStatus.NotAssessed)]
    [InlineData(0, 0, 0, 0, 0, 0, false, ReportStatus.NotAssessed)]
    public void Status_FollowsTheVerdicts(int fail, int pass, int unknown, int manual, int notApplicable, int error, bool without, ReportStatus expected)
    {
        var counts = new VerdictCounts(pass, fail, manual, error, unknown, notApplicable, 0, 0, 0);
        var control = ControlCatalogue.Default.Controls[0];
        List<ControlResult> controls = [new(control, true, true, counts)];
        if (without)
            controls.Add(new(control, false, false, ReportCounts.None));

        Assert.Equal(expected, ReportRules.Of(controls, counts));
    }

    [Theory]
    [InlineData("api", "api", ReportStatus.Met, ReportStatus.NotApplicable)]
    [InlineData("api-conditional", "api-conditional", ReportStatus.Met, ReportStatus.NotApplicable)]
    [InlineData("api-partial", "api", ReportStatus.Partly, ReportStatus.NotAssessed)]
    [InlineData("ingest", "ingest", ReportStatus.Met, ReportStatus.NotApplicable)]
    [InlineData("ingest", "api", ReportStatus.Partly, ReportStatus.NotAssessed)]
    [InlineData("external", "external", ReportStatus.Met, ReportStatus.NotApplicable)]
    [InlineData("external", "ingest", ReportStatus.Partly, ReportStatus.NotAssessed)]
    [InlineData("kube-bench", "api-conditional", ReportStatus.Partly, ReportStatus.NotAssessed)]
    [InlineData("manual", "api", ReportStatus.Partly, ReportStatus.NotAssessed)]
    public void Status_ByClass_IsMetOnlyWhereControlsDecide(string how, string evaluation, ReportStatus allPass, ReportStatus noneApplies)
    {
        var control = ControlCatalogue.Default.Controls[0] with { Evaluation = evaluation };
        var requirement = new Requirement("1", how, new("one", "一"), [control]);

        Assert.Equal(allPass, Of(ReportCounts.None with { Pass = 3 }));
        Assert.Equal(noneApplies, Of(ReportCounts.None with { NotApplicable = 3 }));
        Assert.Equal(ReportStatus.NotMet, Of(ReportCounts.None with { Pass = 3, Fail = 1 }));
        Assert.Equal(ReportStatus.NotAssessed, Of(ReportCounts.None with { NotAssessed = 1 }));
        Assert.Equal(ReportStatus.NotAssessed, ReportRules.Of(requirement with { Controls = [] }, [], ReportCounts.None));

        ReportStatus Of(VerdictCounts counts) => ReportRules.Of(requirement, [new(control, true, true, counts)], counts);
    }

    [Fact]
    public void Status_OnlyExceptions_IsMetAndCounted() =>
        Assert.Equal(ReportStatus.Met, ReportRules.Of([new(ControlCatalogue.Default.Controls[0], true, true, ReportCounts.None)], ReportCounts.None with { Excepted = 2 }));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@a", "'@a")]
    [InlineData("\ta", "'\ta")]
    [InlineData("\na", "\"'\na\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("=a,\"b\"", "\"'=a,\"\"b\"\"\"")]
    [InlineData("plain", "plain")]
    public void Cell_IsQuotedAndNeverAFormula(string text, string cell) => Assert.Equal(cell, ReportCsv.Cell(text));

    [Fact]
    public void Chromium_Named_IsTakenOrNothing()
    {
        var folder = Directory.CreateTempSubdirectory("posture-test-").FullName;
        try
        {
            var file = Path.Combine(folder, "google-chrome");
            File.WriteAllText(file, "");
            Assert.Equal(file, ChromiumBinary.Find(null, folder));
            Assert.Equal(file, ChromiumBinary.Find("google-chrome", folder));
            Assert.Equal(file, ChromiumBinary.Find(file, null));
            Assert.Null(ChromiumBinary.Find("other", folder));
            Assert.Null(ChromiumBinary.Find(Path.Combine(folder, "other"), folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
