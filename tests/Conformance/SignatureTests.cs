using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Posture.Analysis.Provenance;
using Posture.TestKit;

namespace Posture.Conformance;

/// <summary>Signatures that the conformance suite of Sigstore holds to be right or wrong: with their own trusted root or key, else with the public instance's as it is pinned here.</summary>
public sealed class SignatureTests(ITestOutputHelper output)
{
    private const string Corpus = "sigstore-conformance";

    [Fact]
    public async Task PublishedBundles_AreJudgedAsPublished()
    {
        var shared = SharedFolder.Find("corpus");
        Assert.SkipUnless(shared is not null, "../shared/corpus is not there: the signatures that Sigstore's conformance suite publishes cannot be compared");
        var wrong = new List<string>();
        var (cases, held) = (0, 0);
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(shared, "cases", Corpus)).Order(StringComparer.Ordinal))
        {
            cases++;
            var expected = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "case.json"), TestContext.Current.CancellationToken))!;
            var told = await ToldAsync(folder, expected);
            output.WriteLine($"{Path.GetFileName(folder)}: {told ?? "verified"}");
            held += told is null ? 1 : 0;
            if (told is null != (expected["expect"]!.GetValue<string>() == "pass"))
                wrong.Add($"{Path.GetFileName(folder)}: {told ?? "verified"}");
        }
        output.WriteLine($"{cases - wrong.Count} of {cases} cases agree, {held} verify");

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(cases >= 48 && held >= 10, $"{cases} cases, {held} verify");
    }

    /// <summary>Null when it verifies, else why not.</summary>
    private static async Task<string?> ToldAsync(string folder, JsonNode expected)
    {
        async Task<byte[]?> FileAsync(string name) =>
            File.Exists(Path.Combine(folder, name)) ? await File.ReadAllBytesAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken) : null;
        try
        {
            var artifact = (await FileAsync("artifact"))!;
            var key = await FileAsync("key.pub");
            var root = await FileAsync("trusted_root.json") is { } own ? TrustedRoot.Parse(own) : TrustedRoot.PublicGood;
            var signature = SignatureVerifier.Verify(
                SigstoreBundle.Parse((await FileAsync("bundle.sigstore.json"))!), new(SHA256.HashData(artifact), artifact),
                new(root, key is null ? [] : [VerificationKey.FromPem(System.Text.Encoding.ASCII.GetString(key))]));
            return key is not null || (signature.Signer.Name == expected["identity"]!.GetValue<string>() && signature.Signer.Issuer == expected["issuer"]!.GetValue<string>())
                ? null : $"signed by {signature.Signer}";
        }
        catch (ProvenanceException refused)
        {
            return $"{refused.Code} {refused.Message}";
        }
    }
}
