using System.Text.Json;
using Posture.Analysis.Policy;
using Posture.Collectors.Ingest;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Tests.Cli;

/// <summary>The policy file on the command line: the schema agrees with the reader, and wrong files are told with their line.</summary>
public sealed class PolicyCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("posture-policy-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Example_IsGood_ByReaderAndSchema()
    {
        var path = Path.Combine(DemoScan.Folder("."), "..", "policy.example.yaml");

        var (policy, errors) = PolicyFile.Read(path);

        Assert.Empty(errors);
        Assert.Equal(("registry.example.com", 1), (policy.AllowedRegistries[0], policy.Attestations.Count));
        Assert.Empty(DemoScan.Errors(Json(File.ReadAllText(path)), PolicySchema.Document().ToJsonString()));
    }

    [Theory]
    [InlineData("allowedRegistry: [a]", "policy.unknown_key", 1)]
    [InlineData("# comment\nscanDays: 7\nallowedRegistries:\n  - registry.example.com\n  - https://registry.example.com\n", "policy.bad_value", 5)]
    [InlineData("scanDays: many", "policy.bad_value", 1)]
    [InlineData("scanDays: 5000", "policy.bad_value", 1)]
    [InlineData("edge:\n  shop: front", "policy.wrong_type", 1)]
    [InlineData("attestations:\n  - control: L3-REG-CLOUD-POSTURE\n    by: me\n", "policy.missing_key", 2)]
    [InlineData("{\"kubernetesSupport\":\n {\"1.33\": \"soon\"}}", "policy.bad_value", 2)]
    public void File_Wrong_IsToldWithItsLine_AndRefusedByTheSchemaToo(string text, string code, int line)
    {
        var path = Write("policy.yaml", text);

        var (_, errors) = PolicyFile.Read(path);

        Assert.Equal((code, $"{path}:{line}"), (errors[0].Code, errors[0].Place));
        Assert.NotEmpty(DemoScan.Errors(Json(text), PolicySchema.Document().ToJsonString()));
    }

    [Theory]
    [InlineData("a: &x [1]\nb: *x\n", "yaml.alias_not_allowed")]
    [InlineData("scanDays: 7\nscanDays: 9\n", "policy.duplicate_key")]
    [InlineData("scanDays: 7\n---\nscanDays: 9\n", "policy.syntax")]
    [InlineData("scanDays: [7\n", "policy.syntax")]
    [InlineData("? [a]\n: 7\n", "policy.syntax")]
    [InlineData("- a\n", "policy.wrong_type")]
    public void File_Hostile_IsRefused(string text, string code) => Assert.Equal(code, PolicyFile.Read(Write("policy.yaml", text)).Errors[0].Code);

    [Fact]
    public async Task Scan_WithPolicy_JudgesByItAndNamesIt()
    {
        var pod = Write("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: shop }\nspec: { containers: [{ name: c, image: quay.io/x/y:1 }] }\n");
        var policy = Write("policy.yaml", "allowedRegistries: [registry.example.com]\n");

        var (exit, output, chatter) = await PostureCommand.RunAsync(["scan", pod, "--policy", policy, "-o", "json"]);

        Assert.Equal((0, ""), (exit, chatter.Trim()));
        var scan = JsonDocument.Parse(output).RootElement;
        Assert.Equal("fail", scan.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("control").GetString() == "L3-REG-ALLOWLIST").GetProperty("verdict").GetString());
        Assert.Contains("+policy-", scan.GetProperty("catalogue").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_Wrong_ExitTwoAndNothingIsJudged()
    {
        var policy = Write("policy.yaml", "scanDays: many\nallowedRegistry: [a]\n");

        var scan = await PostureCommand.RunAsync(["scan", DemoScan.Folder("edge"), "--policy", policy]);
        var check = await PostureCommand.RunAsync(["policy", "check", policy]);
        var missing = await PostureCommand.RunAsync(["policy", "check", Path.Combine(_folder.FullName, "none.yaml")]);

        Assert.Equal((2, ""), (scan.Exit, scan.Output));
        Assert.Contains($"policy.bad_value: {policy}:1: scanDays", scan.Chatter, StringComparison.Ordinal);
        Assert.Contains($"policy.unknown_key: {policy}:2", scan.Chatter, StringComparison.Ordinal);
        Assert.Equal((2, 5), (check.Exit, missing.Exit));
        Assert.Contains("file.unreadable", missing.Chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_Printed_IsTheSchemaOfTheRecord()
    {
        var (exit, output, _) = await PostureCommand.RunAsync(["policy", "schema"]);

        Assert.Equal(0, exit);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(PolicySchema.Document().ToJsonString()).RootElement, JsonDocument.Parse(output).RootElement));
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(YamlJson.Documents(new StringReader(text)).Single().Json).RootElement;

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
