using System.Text.Json;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.Model.Json;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Checks;

/// <summary>What a credential check must never do: let a value out, or forget it saw one when a ConfigMap comes back from storage.</summary>
public sealed class PlaintextCredentialTests
{
    private const string Control = "L2-CTR-PLAINTEXT-CREDENTIAL";
    private const string Value = "zebra-hunter2-zebra";

    private const string Yaml = $$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: web, namespace: shop }
        spec:
          containers:
            - name: app
              env: [{ name: DB_PASSWORD, value: {{Value}} }, { name: DATABASE, value: "mysql://shop:{{Value}}@db" }]
              args: ["--password={{Value}}", --admin-password, {{Value}}, "curl -H 'Authorization: Bearer {{Value}}'"]
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: settings, namespace: shop }
        data: { db_password: {{Value}}, policy.default: "role:readonly" }
        """;

    [Fact]
    public void Findings_OfEveryPlace_ShowLengthsAndNoValue()
    {
        var findings = Judge(Manifests.Inventory(Yaml));

        Assert.Equal([1, 5], findings.Select(finding => finding.Evidence.Count).Order());
        Assert.All(findings, finding => Assert.Equal(Verdict.Fail, finding.Verdict));
        Assert.DoesNotContain("zebra", JsonSerializer.Serialize(findings), StringComparison.Ordinal);
        Assert.Contains(findings.SelectMany(finding => finding.Evidence), place => place.Observed == $"value of {Value.Length} characters");
    }

    [Fact]
    public void ConfigMap_StoredAndReadBack_KeepsTheTraceAndNoValue()
    {
        var before = Manifests.Inventory(Yaml).Find<ConfigMap>("shop", "settings")!;

        var stored = JsonSerializer.Serialize(before, ModelJson.Default.ConfigMap);
        var after = JsonSerializer.Deserialize(stored, ModelJson.Default.ConfigMap)!;

        Assert.DoesNotContain("zebra", stored, StringComparison.Ordinal);
        Assert.Equal(before.Data.Trace(0), after.Data.Trace(0));
        Assert.Equal(new ValueTrace(CredentialKind.None, ValueShape.Plain, Value.Length), after.Data.Trace(0));
        Assert.Equal("role:readonly", after.Data.Setting("policy.default"));
    }

    [Theory]
    [InlineData("", ValueShape.Empty)]
    [InlineData(" TRUE ", ValueShape.Flag)]
    [InlineData("15m", ValueShape.Number)]
    [InlineData("1.5", ValueShape.Number)]
    [InlineData("abc", ValueShape.Plain)]
    [InlineData("/etc/key", ValueShape.Path)]
    [InlineData("/etc/key and more", ValueShape.Plain)]
    [InlineData("$(KEY)", ValueShape.Reference)]
    [InlineData("$(KEY)x", ValueShape.Plain)]
    [InlineData("a\nb", ValueShape.Text)]
    [InlineData("Hello from the environment", ValueShape.Plain)]
    [InlineData("11111111111111111111111111", ValueShape.Number)]
    [InlineData("a1a1a1a1a1a1a1a1a1a1a1a1a1", ValueShape.Plain)]
    [InlineData("8f3Kq0Zr7Ty2Lw9Xb4Nv6Md1Ps5", ValueShape.Random)]
    public void Shape_OfAValue_IsItsOuterForm(string value, ValueShape expected) => Assert.Equal(expected, ValueTrace.Of(value).Shape);

    private static List<Finding> Judge(ClusterInventory inventory)
    {
        var evaluator = new ClusterEvaluator("test", inventory, PosturePolicy.Default, ControlCatalogue.Default);
        evaluator.Evaluate(DateTimeOffset.UnixEpoch);
        return [.. evaluator.Findings.Where(finding => finding.Control == Control)];
    }
}
