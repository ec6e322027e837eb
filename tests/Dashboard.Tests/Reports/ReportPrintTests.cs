using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Components.Pages.ReportPages;
using Posture.Dashboard.Reports;
using Posture.Dashboard.Tests.Pages;

namespace Posture.Dashboard.Tests.Reports;

/// <summary>Printing with the real browser; what is printed says what the table and the screen say.</summary>
public sealed partial class ReportPrintTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Report_Made_ScreenPdfAndCsvAgree()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("alpha", Sample.Worse);
        await stage.CommitAsync("zeta", Sample.Better);
        stage.BecomeReporter();
        var page = stage.Open<ReportsPage>("/reports?fw=nsa");
        await page.Find("button.primary").ClickAsync(new());
        var job = Assert.Single(stage.Desk().Of(ReportStage.Reporter));
        await stage.MakeAsync(job);

        Assert.Equal(ReportState.Ready, job.Progress.State);
        var (model, files) = (job.Progress.Model!, job.Progress.Files!);
        Assert.Equal(model.Hash, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(files.Csv)));
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll($"tr[data-report='{job.Id}'][data-report-state=ready] a").Count), TimeSpan.FromSeconds(10));

        var table = CsvTable.Read(files.Csv);
        var text = await Poppler.TextAsync(files.Pdf!);
        foreach (var status in Enum.GetValues<ReportStatus>())
        {
            var word = ReportRules.Word(status);
            var count = table.Single(row => row["record"] == "requirements" && row["status"] == word)["value"];
            Assert.Equal(count, page.Find($"tr[data-total] td[data-status={word}]").TextContent);
            Assert.Equal(count, table.Count(row => row["record"] == "requirement" && row["status"] == word).ToString(CultureInfo.InvariantCulture));
        }
        var total = table.Single(row => row["record"] == "total");
        Assert.Contains($"Of 30 requirements of NSA/CISA Kubernetes Hardening Guidance 1.2 (2022-08), {model.Of(ReportStatus.NotMet)} are not met, {model.Of(ReportStatus.Met)} are met", Flat(text), StringComparison.Ordinal);
        Assert.Contains($"{total["pass"]} pass, {total["fail"]} fail, {total["excepted"]} accepted", Flat(text), StringComparison.Ordinal);
        Assert.True(int.Parse(total["fail"], CultureInfo.InvariantCulture) > 0);
        Assert.Equal(total["fail"], table.Count(row => row["record"] == "finding" && row["status"] == "fail").ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Pdf_EveryPage_HasNumberSnapshotAndHash()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Worse);
        var job = await stage.MadeAsync(ReportStage.Request("cis-1.12"));
        var pdf = job.Progress.Files!.Pdf!;

        var info = await Poppler.InfoAsync(pdf);
        Assert.Matches(@"Tagged:\s+yes", info);
        Assert.Matches(@"JavaScript:\s+no", info);
        var pages = int.Parse(PagesPattern().Match(info).Groups["pages"].Value, CultureInfo.InvariantCulture);
        Assert.True(pages > 5);
        var sheets = (await Poppler.TextAsync(pdf)).Split('\f', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(pages, sheets.Length);
        for (var i = 0; i < pages; i++)
        {
            Assert.Contains($"Page {i + 1} of {pages}", sheets[i], StringComparison.Ordinal);
            Assert.Contains(job.Progress.Model!.Hash, sheets[i], StringComparison.Ordinal);
            Assert.Contains(job.Progress.Model.Clusters[0].Cluster.Snapshot.ToString()!, sheets[i], StringComparison.Ordinal);
        }
        var tags = await Poppler.StructureAsync(pdf);
        Assert.Contains("H1", tags, StringComparison.Ordinal);
        Assert.Contains("TH", tags, StringComparison.Ordinal);
        Assert.Contains("/Outlines", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
    }

    /// <summary>What a file says of itself is no more than its title: no author, no path, no machine, no hidden part (L-14).</summary>
    [Fact]
    public async Task L14_Pdf_PropertiesSayTheTitleAndNothingElse()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Worse);
        var job = await stage.MadeAsync(ReportStage.Request());
        var pdf = job.Progress.Files!.Pdf!;

        var info = (await Poppler.InfoAsync(pdf)).Split('\n').Where(line => line.Contains(':', StringComparison.Ordinal)).Select(line => line.Split(':', 2)).ToDictionary(part => part[0], part => part[1].Trim());
        Assert.All(["Author", "Subject", "Keywords"], property => Assert.True(info.GetValueOrDefault(property, "").Length == 0, property));
        Assert.Equal("no", info["Custom Metadata"]);
        Assert.Equal("no", info["Encrypted"]);
        Assert.Matches("^(Chromium|HeadlessChrome|Mozilla/5\\.0 \\([^/]*\\) .*|Posture)", info["Creator"]);
        Assert.StartsWith("Skia/PDF", info["Producer"], StringComparison.Ordinal);
        var bytes = Encoding.Latin1.GetString(pdf);
        // Nor where it was made: not a folder of this process, nor of anybody's.
        Assert.DoesNotMatch("/(home|root|Users)/", bytes);
        Assert.All(
            [Path.GetTempPath(), AppContext.BaseDirectory, "file://", "/EmbeddedFile", "/JavaScript", "127.0.0.1", "localhost"],
            word => Assert.DoesNotContain(word, bytes, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pdf_Chinese_TextIsExtractable()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var job = await stage.MadeAsync(ReportStage.Request("pss", "zh-Hans"));

        var text = await Poppler.TextAsync(job.Progress.Files!.Pdf!);
        Assert.All(["合规报告", "不使用特权容器", "未满足", "内容哈希", "第 1 页，共"], word => Assert.Contains(word, text, StringComparison.Ordinal));
        var english = await stage.MadeAsync(ReportStage.Request("pss"));
        Assert.Equal(english.Progress.Model!.Hash, job.Progress.Model!.Hash);
    }

    [Fact]
    public async Task Report_HostileNames_AreTextAndNoFormula()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad.Replace("name: cart,", "name: '=cmd(\"<img src=x onerror=alert(1)></style><script>\")',", StringComparison.Ordinal));
        var job = await stage.MadeAsync(ReportStage.Request());

        var html = Encoding.UTF8.GetString(job.Progress.Files!.Html);
        Assert.Contains("&lt;img src=x onerror", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(CsvTable.Read(job.Progress.Files.Csv), row => row["record"] == "finding" && row["name"].StartsWith("'=cmd(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Report_NoChromium_IsReadyWithoutPdfAndSaysWhatToDo()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        stage.Services.AddSingleton(new ReportSettings("/nowhere/chromium"));
        await stage.CommitAsync("prod", Sample.Bad);
        stage.BecomeReporter();
        var job = await stage.MadeAsync(ReportStage.Request());

        Assert.Equal((ReportState.Ready, ReportCodes.ChromiumMissing), (job.Progress.State, job.Progress.Code));
        Assert.Null(job.Progress.Files!.Pdf);
        var page = stage.Open<ReportsPage>("/reports");
        Assert.Contains("Posture:Chromium", page.Find("[data-code='pdf.chromium_missing']").TextContent, StringComparison.Ordinal);
        Assert.Equal(["HTML", "CSV", "Open"], page.FindAll("tr[data-report] a").Select(link => link.TextContent));
    }

    [Fact]
    public async Task Report_BrowserThatFails_FailsWithItsCodeAndKeepsTheTable()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        stage.Services.AddSingleton(new ReportSettings(File.Exists("/bin/false") ? "/bin/false" : "/usr/bin/false"));
        await stage.CommitAsync("prod", Sample.Bad);
        var job = await stage.MadeAsync(ReportStage.Request());

        Assert.Equal((ReportState.Failed, ReportCodes.PrintFailed), (job.Progress.State, job.Progress.Code));
        Assert.NotEmpty(job.Progress.Files!.Csv);
    }

    private static string Flat(string text) => SpacePattern().Replace(text, " ");

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex SpacePattern();

    [GeneratedRegex(@"Pages:\s+(?<pages>\d+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PagesPattern();
}
