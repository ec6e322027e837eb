using System.Text.Json;
using System.Text.Json.Nodes;
using Posture.Collectors.Cli;
using Posture.Collectors.Cli.Output;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Collectors.Tests.Cli;

/// <summary>Each output of the demo clusters against its schema, and what a schema cannot say.</summary>
public sealed class ScanFormatTests
{
    public static TheoryData<string, string> Formats { get; } = new(
        from cluster in new[] { "edge", "staging", "production" }
        from format in new[] { "json", "sarif", "policyreport", "oscal" }
        select (cluster, format));

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Output_OfADemoCluster_KeepsItsSchema(string cluster, string format)
    {
        var document = DemoScan.Written(Writer(format), await DemoScan.RunAsync(cluster));

        Assert.Empty(DemoScan.Errors(document, await SchemaAsync(format)));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("policyreport")]
    [InlineData("oscal")]
    public async Task Output_OfHostileAndUnreadableInput_KeepsItsSchema(string format)
    {
        var hostile = new Namespace { ApiVersion = "v1", Kind = "Namespace", Metadata = new() { Name = "a\0\u001b\ud800 \n<b>" } };
        var told = KnownKinds.All.Select(kind => new SourceEvent.Covered(new(kind.Group, kind.Kind, CoverageState.Forbidden, " \u202eno", null, 0)));
        var result = await DemoScan.RunAsync("-Ünïcode- ", [new SourceEvent.Put(hostile), .. told, new SourceEvent.Synced()]);

        Assert.Contains(result.Findings, finding => finding.Verdict == Verdict.NotAssessed);
        Assert.Empty(DemoScan.Errors(DemoScan.Written(Writer(format), result), await SchemaAsync(format)));
    }

    [Theory]
    [InlineData("schema", "\"posture.scan/v2\"")]
    [InlineData("cluster", "null")]
    [InlineData("coverage", "{}")]
    [InlineData("findings", """[{"fingerprint":"0","control":"L1-X","layer":"L1","severity":"high","verdict":"pass","object":{},"message":""}]""")]
    [InlineData("findings", """[{"fingerprint":"00000000000000000000000000000000","control":"L1-X","layer":"L11","severity":"high","verdict":"passed","object":{"apiVersion":"v1","kind":"Pod","namespace":"","name":"a"},"message":""}]""")]
    public async Task Schema_BrokenDocument_IsRefused(string field, string value)
    {
        var whole = JsonNode.Parse(DemoScan.Written(Writer("json"), await DemoScan.RunAsync("edge")).GetRawText())!.AsObject();
        whole[field] = JsonNode.Parse(value);

        Assert.NotEmpty(DemoScan.Errors(JsonSerializer.SerializeToElement(whole), await SchemaAsync("json")));
    }

    [Fact]
    public async Task Json_OfTheEdgeCluster_ListsFindingsOfAllTenLayersInOrder()
    {
        var findings = DemoScan.Written(Writer("json"), await DemoScan.RunAsync("edge")).GetProperty("findings").EnumerateArray().ToList();

        Assert.Equal(10, findings.Where(finding => finding.GetProperty("verdict").GetString() == "fail").Select(finding => finding.GetProperty("layer").GetString()).Distinct().Count());
        Assert.Equal(findings.Count, findings.Select(finding => finding.GetProperty("fingerprint").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Sarif_Results_PointAtTheirRulesAndCarryEveryVerdict()
    {
        var result = await DemoScan.RunAsync("edge");
        var run = DemoScan.Written(Writer("sarif"), result).GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToList();
        var results = run.GetProperty("results").EnumerateArray().ToList();

        Assert.Equal(result.Findings.Count, results.Count);
        Assert.All(results, row => Assert.Equal(row.GetProperty("ruleId").GetString(), rules[row.GetProperty("ruleIndex").GetInt32()]));
        foreach (var (row, finding) in results.Zip(result.Findings))
        {
            Assert.Equal(finding.Verdict is Verdict.Pass, row.GetProperty("kind").GetString() == "pass");
            Assert.Equal(finding.Verdict is Verdict.Exempt or Verdict.Excepted, row.TryGetProperty("suppressions", out _));
        }
    }

    [Fact]
    public async Task PolicyReport_Summaries_CountTheirResultsAndUnknownIsNoPass()
    {
        var result = await DemoScan.RunAsync("edge");
        var reports = DemoScan.Written(Writer("policyreport"), result).GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(result.Findings.Count, reports.Sum(report => report.GetProperty("results").GetArrayLength()));
        Assert.Equal(result.Findings.Count(finding => finding.Verdict == Verdict.Pass), reports.Sum(report => report.GetProperty("summary").GetProperty("pass").GetInt32()));
        Assert.All(reports, report => Assert.All(report.GetProperty("summary").EnumerateObject(), count => Assert.Equal(
            count.Value.GetInt32(), report.GetProperty("results").EnumerateArray().Count(row => row.GetProperty("result").GetString() == count.Name))));
        Assert.Equal(reports.Count, reports.Select(report => report.GetProperty("metadata").GetRawText()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Oscal_References_ResolveAndOnlyWhatPassedIsSatisfied()
    {
        var result = await DemoScan.RunAsync("edge");
        var root = DemoScan.Written(Writer("oscal"), result).GetProperty("assessment-results");
        var scan = root.GetProperty("results")[0];
        var observations = Ids(scan.GetProperty("observations"));
        var items = Ids(scan.GetProperty("local-definitions").GetProperty("inventory-items"));

        Assert.Equal("#" + root.GetProperty("back-matter").GetProperty("resources")[0].GetProperty("uuid").GetString(), root.GetProperty("import-ap").GetProperty("href").GetString());
        Assert.All(scan.GetProperty("observations").EnumerateArray(), row => Assert.Contains(row.GetProperty("subjects")[0].GetProperty("subject-uuid").GetString(), items));
        foreach (var finding in scan.GetProperty("findings").EnumerateArray())
        {
            Assert.All(finding.GetProperty("related-observations").EnumerateArray(), row => Assert.Contains(row.GetProperty("observation-uuid").GetString(), observations));
            var control = finding.GetProperty("target").GetProperty("target-id").GetString();
            var clean = result.Findings.Where(held => held.Control == control).All(held => held.Verdict is Verdict.Pass or Verdict.Exempt or Verdict.NotApplicable);
            if (!clean)
                Assert.Equal("not-satisfied", finding.GetProperty("target").GetProperty("status").GetProperty("state").GetString());
        }
    }

    private static HashSet<string?> Ids(JsonElement rows)
    {
        var ids = rows.EnumerateArray().Select(row => row.GetProperty("uuid").GetString()).ToHashSet();
        Assert.Equal(rows.GetArrayLength(), ids.Count);
        return ids;
    }

    private static IScanWriter Writer(string format) => format switch
    {
        "json" => new JsonScanWriter(),
        "sarif" => new SarifScanWriter(),
        "policyreport" => new PolicyReportScanWriter(),
        _ => new OscalScanWriter(),
    };

    /// <summary>That of our own document is the one that the command prints.</summary>
    private static async Task<string> SchemaAsync(string format)
    {
        if (format != "json")
            return DemoScan.Schema(format);
        using var output = new StringWriter();
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(["scan", "--schema"], output, TextWriter.Null, TestContext.Current.CancellationToken));
        return output.ToString();
    }
}
