using System.Security.Cryptography;
using System.Text.Json;
using Posture.Analysis.Policy;

namespace Posture.Analysis.Tests.Policy;

/// <summary><c>imageSigners</c> of the policy file: a rule that would let anybody's signature pass is refused when it is read (B-70, B-71, B-75).</summary>
public sealed class SignerRuleTests
{
    private const string Identity = """{"issuer":"https://token.actions.githubusercontent.com","identity":"https://github.com/acme/web/**"}""";

    [Fact]
    public void Rule_Whole_IsRead()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (policy, problems) = Read($$"""
            {"images":["registry.example.com/shop"],"keys":[{{JsonSerializer.Serialize(key.ExportSubjectPublicKeyInfoPem())}}],"identities":[{{Identity}}],"threshold":2,
             "builders":["https://example.com/"],"predicates":["https://slsa.dev/provenance/v1"],"transparencyLog":false}
            """);
        Assert.Empty(problems);
        var rule = Assert.Single(policy.ImageSigners);
        Assert.Equal((1, 1, 2, 1, 1, false), (rule.Keys.Count, rule.Identities.Count, rule.Threshold, rule.Builders.Count, rule.Predicates.Count, rule.NeedsLog));
    }

    [Theory]
    [InlineData("policy.identity_too_wide", "imageSigners[0].identities[0].identity", """{"images":["a.example"],"identities":[{"issuer":"https://i.example","identity":"https://github.com/**"}]}""")]
    [InlineData("policy.identity_too_wide", "imageSigners[0].identities[0].identity", """{"images":["a.example"],"identities":[{"issuer":"https://i.example","identity":"*"}]}""")]
    [InlineData("policy.bad_value", "imageSigners[0].identities[0].identity", """{"images":["a.example"],"identities":[{"issuer":"https://i.example","identity":""}]}""")] // B-71
    [InlineData("policy.missing_key", "imageSigners[0].identities[0]", """{"images":["a.example"],"identities":[{"issuer":"https://i.example"}]}""")]
    [InlineData("policy.missing_key", "imageSigners[0].identities[0]", """{"images":["a.example"],"identities":[{"identity":"ci@example.com"}]}""")]
    [InlineData("policy.unknown_key", "imageSigners[0].identities[0].subjectRegExp", """{"images":["a.example"],"identities":[{"issuer":"https://i.example","identity":"ci@example.com","subjectRegExp":".*"}]}""")] // B-71
    [InlineData("policy.unknown_key", "imageSigners[0].required", """{"images":["a.example"],"identities":[{"issuer":"https://i.example","identity":"ci@example.com"}],"required":false}""")]
    [InlineData("policy.missing_key", "imageSigners[0].keys", """{"images":["a.example"]}""")] // anybody's
    [InlineData("policy.missing_key", "imageSigners[0].keys", """{"images":["a.example"],"keys":[],"identities":[]}""")]
    [InlineData("policy.missing_key", "imageSigners[0].images", """{"identities":[{"issuer":"https://i.example","identity":"ci@example.com"}]}""")]
    [InlineData("policy.bad_value", "imageSigners[0].keys[0]", """{"images":["a.example"],"keys":["-----BEGIN PRIVATE KEY-----"]}""")]
    [InlineData("policy.wrong_type", "imageSigners[0].keys[0]", """{"images":["a.example"],"keys":[7]}""")]
    [InlineData("policy.bad_value", "imageSigners[0].threshold", """{"images":["a.example"],"identities":[{"issuer":"https://i.example","identity":"ci@example.com"}],"threshold":0}""")]
    [InlineData("policy.bad_value", "imageSigners[0].threshold", """{"images":["a.example"],"identities":[{"issuer":"https://i.example","identity":"ci@example.com"}],"threshold":2}""")]
    [InlineData("policy.bad_value", "imageSigners[0].images[0]", """{"images":["https://a.example"],"identities":[{"issuer":"https://i.example","identity":"ci@example.com"}]}""")]
    [InlineData("policy.wrong_type", "imageSigners[0].transparencyLog", """{"images":["a.example"],"identities":[{"issuer":"https://i.example","identity":"ci@example.com"}],"transparencyLog":"no"}""")]
    [InlineData("policy.wrong_type", "imageSigners[0]", "[]")]
    public void Rule_Wrong_IsToldWithItsPlace_AndNotUsed(string code, string path, string rule)
    {
        var (policy, problems) = Read(rule);
        Assert.Equal((code, path), (Assert.Single(problems).Code, problems[0].Path));
        Assert.Empty(policy.ImageSigners);
    }

    /// <summary>B-75: the same key under two forms of PEM is one signer, of whom two cannot be asked for.</summary>
    [Fact]
    public void B75_OneKeyTwice_IsNotTwoSigners()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = key.ExportSubjectPublicKeyInfoPem();
        var (_, problems) = Read($$"""{"images":["a.example"],"keys":[{{JsonSerializer.Serialize(pem)}},{{JsonSerializer.Serialize(pem + "\n")}}],"threshold":2}""");
        Assert.Equal("imageSigners[0].threshold", Assert.Single(problems).Path);
    }

    private static (PosturePolicy Policy, IReadOnlyList<PolicyProblem> Problems) Read(string rule)
    {
        using var document = JsonDocument.Parse($"{{\"imageSigners\":[{rule}]}}");
        return PolicyReader.Read(document.RootElement);
    }
}
