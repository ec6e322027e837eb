using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Posture.Analysis.Frameworks;
using Posture.Dashboard.Reports;
using Posture.Dashboard.Tests.Pages;
using Posture.Model.Tenancy;

namespace Posture.Dashboard.Tests.Reports;

/// <summary>A report of each framework adds up, and results of kube-bench answer what only they can.</summary>
public sealed partial class ReportFrameworkTests(PostgresFixture postgres)
{
    private const string Node = """
        apiVersion: v1
        kind: Node
        metadata: {name: NODE, labels: {LABEL: ""}}
        ---
        apiVersion: posture.dev/v1
        kind: KubeBenchReport
        metadata: {name: NODE.cis-1.12}
        spec:
          node: NODE
          version: cis-1.12
          collectedAt: "2026-11-19T00:00:00Z"
          results: [{id: "1.1.1", status: PASS}, {id: "1.1.2", status: FAIL}, {id: "1.1.3", status: WARN}, {id: "1.1.4", status: INFO}, {id: "4.1.1", status: PASS}]
        """;

    private static readonly string ControlPlane = Node.Replace("NODE", "cp-1", StringComparison.Ordinal).Replace("LABEL", "node-role.kubernetes.io/control-plane", StringComparison.Ordinal);

    public static TheoryData<string> Ids => [.. Framework.All.Select(framework => framework.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Report_EachFramework_AddsUp(string id)
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        stage.Services.AddSingleton(new ReportSettings("/nowhere/chromium"));
        await stage.CommitAsync("alpha", Sample.Worse);
        await stage.CommitAsync("zeta", Sample.Better, null, "Pod");
        var framework = Framework.Find(id)!;
        var job = await stage.MadeAsync(ReportStage.Request(id));
        var table = CsvTable.Read(job.Progress.Files!.Csv);
        var own = framework.Requirements.Select(item => item.Id).ToList();

        var rows = table.Where(row => row["record"] == "requirement").ToList();
        Assert.Equal(own, rows.Select(row => row["requirement"]));
        Assert.Equal(own, RowPattern().Matches(Encoding.UTF8.GetString(job.Progress.Files.Html)).Select(match => match.Groups["id"].Value));
        Assert.Equal(framework.Requirements.Select(item => item.Assessment.ToString().ToLowerInvariant()), rows.Select(row => row["assessment"]));
        var statuses = table.Where(row => row["record"] == "requirements").ToDictionary(row => row["status"], row => Number(row["value"]), StringComparer.Ordinal);
        Assert.Equal(own.Count, statuses.Values.Sum());
        Assert.All(statuses, status => Assert.Equal(status.Value, rows.Count(row => row["status"] == status.Key)));
        Assert.Equal(
            framework.Requirements.SelectMany(item => item.Controls.Select(control => (item.Id, control.Id))),
            table.Where(row => row["record"] == "mapping").Select(row => (row["requirement"], row["control"])));
        var total = table.Single(row => row["record"] == "total");
        Assert.All(new[] { "pass", "fail", "manual", "error", "not_assessed", "not_applicable", "exempt", "excepted" }, column =>
            Assert.Equal(Number(total[column]), table.Where(row => row["record"] == "cluster").Sum(row => Number(row[column]))));
        Assert.Equal(total["fail"], table.Count(row => row["record"] == "finding" && row["status"] == "fail").ToString(CultureInfo.InvariantCulture));
        Assert.All(rows.Where(row => row["status"] == "met"), row => Assert.Equal((0, 0), (Number(row["fail"]) + Number(row["manual"]), Number(row["not_assessed"]) + Number(row["error"]))));
        Assert.All(rows.Where(row => row["assessment"] is "partial" or "manual"), row => Assert.NotEqual("met", row["status"]));
    }

    [Fact]
    public async Task Report_KubeBench_AnswersItsItemsByNode()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad + "\n---\n" + ControlPlane);
        var model = await PreviewAsync(stage, ReportStage.Request("cis-2.0.1"));

        Assert.Equal(ReportStatus.Met, Of(model, "1.1.1"));
        Assert.Equal(ReportStatus.NotMet, Of(model, "1.1.2"));
        Assert.Equal(ReportStatus.Manual, Of(model, "1.1.3"));
        Assert.Equal(ReportStatus.NotApplicable, Of(model, "1.1.4"));
        Assert.Equal(ReportStatus.NotAssessed, Of(model, "1.1.5"));
        Assert.Equal(ReportStatus.Met, Of(model, "4.1.1"));
    }

    [Fact]
    public async Task Report_KubeBench_SilentNodeOrCluster_IsNotMet()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad + "\n---\n" + ControlPlane + "\n---\napiVersion: v1\nkind: Node\nmetadata: {name: w-1}");
        Assert.Equal(ReportStatus.Partly, Of(await PreviewAsync(stage, ReportStage.Request("cis-1.12")), "4.1.1"));
        Assert.Equal(ReportStatus.Met, Of(await PreviewAsync(stage, ReportStage.Request("cis-1.12")), "1.1.1"));

        await stage.CommitAsync("second", Sample.Bad);
        Assert.Equal(ReportStatus.Partly, Of(await PreviewAsync(stage, ReportStage.Request("cis-1.12")), "1.1.1"));
        Assert.Equal(ReportStatus.NotMet, Of(await PreviewAsync(stage, ReportStage.Request("cis-1.12")), "1.1.2"));
    }

    [Fact]
    public async Task Report_KubeBench_IsOfWholeClustersOnly()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad + "\n---\n" + ControlPlane);
        var reader = stage.Services.GetRequiredService<ReportReader>();

        var tenant = await reader.PreviewAsync(await stage.TenantAsync("prod/shop"), ReportStage.Request("cis-1.12"), TestContext.Current.CancellationToken);
        var narrowed = await PreviewAsync(stage, ReportStage.Request("cis-1.12", "en", "shop"));

        Assert.All(new[] { tenant, narrowed }, model => Assert.All(new[] { "1.1.1", "1.1.2", "4.1.1" }, item => Assert.Equal(ReportStatus.NotAssessed, Of(model, item))));
    }

    [Fact]
    public async Task Overview_IsWhatEachReportSays()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad + "\n---\n" + ControlPlane);
        var all = await stage.Services.GetRequiredService<ReportReader>().OverviewAsync(ViewScope.All, [], [], "en", TestContext.Current.CancellationToken);

        Assert.Equal(Framework.All, all.Select(model => model.Request.Framework));
        foreach (var model in all)
        {
            var own = await PreviewAsync(stage, model.Request);
            Assert.Equal(own.Requirements.Select(result => (result.Requirement.Id, result.Status)), model.Requirements.Select(result => (result.Requirement.Id, result.Status)));
        }
    }

    private static Task<ReportModel> PreviewAsync(PageStage stage, ReportRequest request) =>
        stage.Services.GetRequiredService<ReportReader>().PreviewAsync(ViewScope.All, request, TestContext.Current.CancellationToken);

    private static ReportStatus Of(ReportModel model, string item) => model.Requirements.Single(result => result.Requirement.Id == item).Status;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("data-requirement=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RowPattern();
}
