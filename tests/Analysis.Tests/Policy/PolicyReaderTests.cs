using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Posture.Analysis.Layers;
using Posture.Analysis.Policy;
using Posture.Analysis.Provenance;

namespace Posture.Analysis.Tests.Policy;

/// <summary>The policy file: every parameter of the record, strictly read.</summary>
public sealed class PolicyReaderTests
{
    [Fact]
    public void Record_EveryProperty_IsAParameterWithADescription()
    {
        var bare = typeof(PosturePolicy).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetCustomAttribute<PolicyParameterAttribute>() is not { Description.Length: > 10 }).Select(property => property.Name);

        Assert.True(!bare.Any(), $"put [PolicyParameter(\"what it means\", PolicyFormat.X)] on {string.Join(", ", bare)} of PosturePolicy: the policy file sets every property");
    }

    [Fact]
    public void Schema_NamesExactlyTheProperties()
    {
        var names = typeof(PosturePolicy).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

        Assert.Equal(names.Append("$schema").Order(StringComparer.Ordinal), PolicySchema.Document()["properties"]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Defaults_WrittenOut_AreGoodAndTheSamePolicy()
    {
        var written = new JsonObject();
        foreach (var (name, value) in PolicySchema.Document()["properties"]!.AsObject())
            if (value!["default"] is { } usual)
                written[name] = usual.DeepClone();

        var (policy, problems) = Read(written.ToJsonString());

        Assert.Empty(problems);
        Assert.Equal("", PolicyHash.Of(policy));
        Assert.True(written.Count > 25, $"only {written.Count} defaults are told");
    }

    [Fact]
    public void EachParameter_Set_ReachesThePolicyAndChangesItsHash()
    {
        var values = new Dictionary<PolicyFormat, string>
        {
            [PolicyFormat.Text] = "words",
            [PolicyFormat.Name] = "name",
            [PolicyFormat.Namespace] = "ns",
            [PolicyFormat.NamespacePattern] = "ns-*",
            [PolicyFormat.NamespaceOrName] = "ns/name",
            [PolicyFormat.Registry] = "registry.example.com:5000/team",
            [PolicyFormat.LabelKey] = "example.com/key",
            [PolicyFormat.Subject] = "ServiceAccount:ns/name",
            [PolicyFormat.Scope] = "prod/ns",
        };
        Assert.All(PolicyParameter.All, parameter =>
        {
            var value = parameter.Usual switch
            {
                int number => $"{number + 1}",
                string => $"\"{values[parameter.Rule.Format]}\"",
                IReadOnlyDictionary<string, DateOnly> => """{"1.40":"2029-01-31"}""",
                IReadOnlyList<Attestation> => $"[{Said()}]",
                IReadOnlyList<SignerRule> => """[{"images":["a.example"],"identities":[{"issuer":"https://i.example","identity":"ci@example.com"}]}]""",
                IReadOnlyList<BaseRule> => """[{"images":["a.example/core"],"owner":"operations"}]""",
                IReadOnlyList<RepositoryMove> => """[{"from":"docker.io","to":"mirror.example"}]""",
                _ => $"[\"{values[parameter.Rule.Format]}\"]",
            };

            var (policy, problems) = Read($"{{\"{parameter.Name}\":{value}}}");

            Assert.Empty(problems);
            Assert.NotEqual("", PolicyHash.Of(policy));
        });
    }

    [Theory]
    [InlineData("policy.unknown_key", "allowedRegistry", """{"allowedRegistry":["a"]}""")]
    [InlineData("policy.wrong_type", "", "[]")]
    [InlineData("policy.wrong_type", "allowedRegistries", """{"allowedRegistries":"registry.example.com"}""")]
    [InlineData("policy.bad_value", "allowedRegistries[1]", """{"allowedRegistries":["registry.example.com","https://x"]}""")]
    [InlineData("policy.bad_value", "allowedRegistries[1]", """{"allowedRegistries":["registry.example.com","registry.example.com"]}""")]
    [InlineData("policy.bad_value", "systemNamespaces[0]", """{"systemNamespaces":["Kube_System"]}""")]
    [InlineData("policy.bad_value", "systemNamespaces[0]", "{\"systemNamespaces\":[\"ns\\n\"]}")]
    [InlineData("policy.wrong_type", "kubernetesSupport", """{"kubernetesSupport":[]}""")]
    [InlineData("policy.bad_value", "kubernetesSupport.1.33", """{"kubernetesSupport":{"1.33":"soon"}}""")]
    [InlineData("policy.bad_value", "scanDays", """{"scanDays":0}""")]
    [InlineData("policy.missing_key", "baseImages[0].owner", """{"baseImages":[{"images":["a.example"]}]}""")]
    [InlineData("policy.missing_key", "baseImages[0].images", """{"baseImages":[{"owner":"operations"}]}""")]
    [InlineData("policy.bad_value", "baseImages[0].owner", """{"baseImages":[{"images":["a.example"],"owner":"The operations"}]}""")]
    [InlineData("policy.bad_value", "baseImages[0].images[0]", """{"baseImages":[{"images":["a.example/b:1"],"owner":"operations"}]}""")]
    [InlineData("policy.unknown_key", "baseImages[0].rank", """{"baseImages":[{"images":["a.example"],"owner":"operations","rank":1}]}""")]
    [InlineData("policy.bad_value", "scanDays", """{"scanDays":7.5}""")]
    [InlineData("policy.bad_value", "scanDays", """{"scanDays":"7"}""")]
    [InlineData("policy.wrong_type", "isolationLabel", """{"isolationLabel":null}""")]
    [InlineData("policy.bad_value", "trustedSubjects[0]", """{"trustedSubjects":["admins"]}""")]
    [InlineData("policy.wrong_type", "mirrors", """{"mirrors":{"docker.io":"mirror.example"}}""")]
    [InlineData("policy.wrong_type", "mirrors[0]", """{"mirrors":["docker.io"]}""")]
    [InlineData("policy.missing_key", "mirrors[0].to", """{"mirrors":[{"from":"docker.io"}]}""")]
    [InlineData("policy.missing_key", "retiredRegistries[0].from", """{"retiredRegistries":[{"to":"mirror.example"}]}""")]
    [InlineData("policy.bad_value", "mirrors[0].from", """{"mirrors":[{"from":"https://docker.io","to":"mirror.example"}]}""")]
    [InlineData("policy.bad_value", "mirrors[0].to", """{"mirrors":[{"from":"docker.io","to":"mirror.example:latest"}]}""")]
    [InlineData("policy.bad_value", "mirrors[0].to", """{"mirrors":[{"from":"docker.io","to":"docker.io"}]}""")]
    [InlineData("policy.bad_value", "mirrors[1].from", """{"mirrors":[{"from":"docker.io","to":"a.example"},{"from":"docker.io","to":"b.example"}]}""")]
    [InlineData("policy.unknown_key", "mirrors[0].until", """{"mirrors":[{"from":"docker.io","to":"a.example","until":"x"}]}""")]
    [InlineData("policy.wrong_type", "attestations[0]", """{"attestations":["x"]}""")]
    public void Value_Wrong_IsToldWithItsPlace(string code, string path, string json)
    {
        var (_, problems) = Read(json);

        Assert.Equal((code, path), (Assert.Single(problems).Code, problems[0].Path));
    }

    [Theory]
    [InlineData("policy.missing_key", "attestations[0].by", "by", null)]
    [InlineData("policy.missing_key", "attestations[0].expires", "expires", null)]
    [InlineData("policy.unknown_key", "attestations[0].note", "note", "x")]
    [InlineData("policy.bad_value", "attestations[0].verdict", "verdict", "yes")]
    [InlineData("policy.bad_value", "attestations[0].expires", "expires", "2026-10-31")]
    [InlineData("policy.bad_value", "attestations[0].expires", "expires", "2027-11-03")]
    [InlineData("policy.bad_value", "attestations[0].expires", "expires", "tomorrow")]
    [InlineData("policy.bad_value", "attestations[0].control", "control", "L1-CTR-PRIVILEGED")]
    [InlineData("policy.bad_value", "attestations[0].control", "control", "L9-NO-SUCH")]
    public void Attestation_Wrong_IsToldAndNotUsed(string code, string path, string key, string? value)
    {
        var said = JsonNode.Parse(Said())!.AsObject();
        said.Remove(key);
        if (value is not null)
            said[key] = value;

        var (policy, problems) = Read($"{{\"attestations\":[{said.ToJsonString()}]}}");

        Assert.Equal((code, path), (Assert.Single(problems).Code, problems[0].Path));
        Assert.Empty(policy.Attestations);
    }

    [Fact]
    public void Hash_SameDecisionsInAnotherOrder_IsTheSame() => Assert.Equal(
        PolicyHash.Of(Read("""{"scanDays":3,"edge":["a","b"]}""").Policy), PolicyHash.Of(Read("""{"edge":["b","a"],"scanDays":3}""").Policy));

    private static string Said() =>
        """{"control":"L3-REG-CLOUD-POSTURE","scope":["*"],"by":"me","date":"2026-11-01","expires":"2027-11-01","verdict":"pass","statement":"It is so."}""";

    private static (PosturePolicy Policy, IReadOnlyList<PolicyProblem> Problems) Read(string json) => PolicyReader.Read(JsonDocument.Parse(json).RootElement);
}
