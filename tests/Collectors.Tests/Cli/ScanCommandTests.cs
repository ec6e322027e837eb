using System.Text.Json;

namespace Posture.Collectors.Tests.Cli;

/// <summary>Exit codes, selection, input and chatter of <c>posture scan</c>, run as a process.</summary>
public sealed class ScanCommandTests : IDisposable
{
    private const string Privileged = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: shop }
        spec: { template: { spec: { containers: [{ name: c, securityContext: { privileged: true } }] } } }
        ---
        apiVersion: v1
        kind: Namespace
        metadata: { name: quiet }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("posture-scan-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Scan_Findings_ExitZeroUnlessAskedToFail()
    {
        var file = Write("all.yaml", Privileged);

        var plain = await PostureCommand.RunAsync(["scan", file, "-o", "json"]);
        var failing = await PostureCommand.RunAsync(["scan", file, "-o", "json", "--fail-on", "critical"]);

        Assert.Equal((0, ""), (plain.Exit, plain.Chatter.Trim()));
        Assert.Equal(1, failing.Exit);
        Assert.StartsWith("scan.findings: ", failing.Chatter, StringComparison.Ordinal);
        Assert.Equal(plain.Output, failing.Output);
    }

    [Fact]
    public async Task Scan_FailOnMet_ExitZero()
    {
        var file = Write("quiet.yaml", "apiVersion: v1\nkind: Service\nmetadata: { name: s, namespace: shop }\nspec: { selector: { a: b }, ports: [{ port: 80 }] }\n");

        Assert.Equal(0, (await PostureCommand.RunAsync(["scan", file, "--fail-on", "critical"])).Exit);
    }

    [Theory]
    [InlineData("scan.no_source", "scan")]
    [InlineData("usage.invalid", "scan", "x", "-o", "xml")]
    [InlineData("usage.invalid", "scan", "x", "--fail-on", "urgent")]
    [InlineData("usage.invalid", "scan", "x", "--min-coverage", "much")]
    [InlineData("usage.invalid", "skan")]
    [InlineData("store.bad_connection", "migrate", "--connection", "nonsense")]
    public async Task Usage_Wrong_ExitTwoWithWhatToDo(string code, params string[] arguments)
    {
        var (exit, output, chatter) = await PostureCommand.RunAsync(arguments);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(code, chatter, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_ManifestWithoutNamespace_IsJudgedInDefault()
    {
        var file = Write("bare.yaml", "apiVersion: v1\nkind: Pod\nmetadata: { name: bare }\nspec: { containers: [{ name: c, image: registry.example.com/c:1 }] }\n");

        using var scan = JsonDocument.Parse((await PostureCommand.RunAsync(["scan", file, "-o", "json"])).Output);

        var findings = scan.RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal("default", Assert.Single(findings, finding => finding.GetProperty("control").GetString() == "L1-CTR-PRIVILEGED")
            .GetProperty("object").GetProperty("namespace").GetString());
        foreach (var control in new[] { "L5-NS-DEFAULT", "L7-NETPOL-DEFAULT-DENY-INGRESS" })
            Assert.Equal("fail", Assert.Single(findings, finding => finding.GetProperty("control").GetString() == control).GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Scan_NothingToAssess_ExitThree()
    {
        var (exit, output, chatter) = await PostureCommand.RunAsync(["scan", _folder.FullName, "-o", "json"]);

        Assert.Equal((3, ""), (exit, output));
        Assert.StartsWith("scan.nothing_read: ", chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_CoverageBelowTheMinimum_ExitThree()
    {
        var file = Write("all.yaml", Privileged);

        var low = await PostureCommand.RunAsync(["scan", file, "-o", "csv", "--min-coverage", "100.1"]);
        var enough = await PostureCommand.RunAsync(["scan", file, "-o", "csv", "--min-coverage", "1"]);

        Assert.Equal((3, 0), (low.Exit, enough.Exit));
        Assert.StartsWith("scan.coverage_too_low: ", low.Chatter, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("--kubeconfig", "missing")]
    public async Task Scan_NoSuchFile_ExitFive(params string[] source)
    {
        var (exit, output, _) = await PostureCommand.RunAsync(["scan", .. source]);

        Assert.Equal((5, ""), (exit, output));
    }

    [Fact]
    public async Task Scan_Namespace_OnlyItsFindings_AndAnUnknownOneIsNotCalledClean()
    {
        var file = Write("all.yaml", Privileged);

        var shop = await PostureCommand.RunAsync(["scan", file, "-o", "json", "-n", "shop"]);
        var typo = await PostureCommand.RunAsync(["scan", file, "-o", "json", "-n", "shpo"]);

        using var document = JsonDocument.Parse(shop.Output);
        Assert.All(document.RootElement.GetProperty("findings").EnumerateArray(), finding =>
        {
            var item = finding.GetProperty("object");
            Assert.Equal("shop", item.GetProperty(item.GetProperty("kind").GetString() == "Namespace" ? "name" : "namespace").GetString());
        });
        Assert.Equal(0, shop.Exit);
        Assert.Equal((5, ""), (typo.Exit, typo.Output));
        Assert.StartsWith("scan.namespace_not_found: ", typo.Chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_StandardInput_IsRead()
    {
        var (exit, output, _) = await PostureCommand.RunAsync(["scan", "-", "-o", "json"], Privileged);

        Assert.Equal(0, exit);
        using var document = JsonDocument.Parse(output);
        Assert.Equal("stdin", document.RootElement.GetProperty("cluster").GetString());
        Assert.Equal(2, document.RootElement.GetProperty("coverage").GetProperty("objects").GetInt32());
    }

    [Fact]
    public async Task Scan_BrokenFileAmongGoodOnes_IsToldAndTheOthersAreJudged()
    {
        Write("good.yaml", Privileged);
        Write("broken.yaml", "kind: [\n");
        Write("binary.yaml", "a\0b");
        Write("deep.yaml", "a: " + new string('[', 10_000));

        var (exit, output, chatter) = await PostureCommand.RunAsync(["scan", _folder.FullName, "-o", "json"]);

        Assert.Equal(0, exit);
        foreach (var code in new[] { "yaml.syntax: ", "manifest.not_text: ", "yaml.too_deep: " })
            Assert.Contains(code, chatter, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(output);
        Assert.Equal(3, document.RootElement.GetProperty("coverage").GetProperty("errors").GetArrayLength());
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    [InlineData("ndjson")]
    [InlineData("csv")]
    [InlineData("sarif")]
    [InlineData("policyreport")]
    [InlineData("oscal")]
    public async Task Output_NotATerminal_HasNoColoursAndNoProgress(string format)
    {
        var file = Write("all.yaml", Privileged.Replace("name: web", "name: \"web\\e[31mred\"", StringComparison.Ordinal));

        var (exit, output, chatter) = await PostureCommand.RunAsync(["scan", file, "-o", format]);

        Assert.Equal(0, exit);
        Assert.NotEmpty(output);
        Assert.DoesNotContain('\u001b', output);
        Assert.Equal("", chatter.Trim());
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
