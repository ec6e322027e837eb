using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Posture.Analysis.Provenance;
using Posture.Collectors.Cli.Output;
using Posture.Collectors.Trust;
using Posture.TestKit.Provenance;
using Posture.TestKit.Registry;

namespace Posture.Collectors.Tests.Cli;

/// <summary><c>posture image</c> where it is asked wrongly; what it says of images is tested with a real registry.</summary>
public sealed class ImageCommandTests
{
    [Theory]
    [InlineData("image.bad_reference", "verify", "user:pw@registry.example.com/web")]
    [InlineData("image.bad_reference", "inspect", "Registry.example.com/Web")]
    [InlineData("image.bad_reference", "inspect", "web@sha512:00")]
    [InlineData("image.bad_reference", "inspect", "127.0.0.1:1/web", "--base", "Registry.example.com/Web")]
    [InlineData("image.other_registry", "inspect", "127.0.0.1:1/web", "--base", "registry.example.com/base")]
    [InlineData("usage.invalid", "verify")]
    [InlineData("usage.invalid", "verify", "web", "--identity", "ci@example.com")]
    [InlineData("usage.invalid", "verify", "--bundle", "b.json", "--identity", "ci@example.com", "--issuer", "https://i.example")]
    [InlineData("usage.invalid", "verify", "--bundle", "b.json", "--artifact", "a")]
    [InlineData("policy.identity_too_wide", "verify", "web", "--identity", "**", "--issuer", "https://i.example")]
    [InlineData("file.unreadable", "verify", "web", "--key", "there-is-no-such-file")]
    [InlineData("file.unreadable", "inspect", "127.0.0.1:1/web", "--trusted-root", "there-is-no-such-file")]
    [InlineData("registry.bad_login_file", "inspect", "127.0.0.1:1/web", "--registry-config", "there-is-no-such-file")]
    public async Task Asked_Wrongly_IsAUsageError(string code, params string[] arguments)
    {
        var (exit, output, chatter) = await PostureCommand.CallAsync(["image", .. arguments]);
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith(code + ": ", chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registry_ThatIsNotThere_CouldNotBeChecked()
    {
        var (exit, output, chatter) = await PostureCommand.CallAsync("image", "verify", "127.0.0.1:1/web", "--plain-http");
        Assert.Equal((3, ""), (exit, output));
        Assert.StartsWith("registry.unreachable: ", chatter, StringComparison.Ordinal);
    }

    /// <summary>The base that it declares, one that is given, and one that it is not built on; nothing is compared with a registry of another host.</summary>
    [Fact]
    public async Task Inspect_TellsWhetherLayersBeginWithThoseOfABase()
    {
        var content = new RegistryContent { HasReferrers = true };
        await using var registry = await RegistryStub.StartAsync(content.AnswerAsync);
        var core = content.PushLayers("core/debian", "12", "2026-09-01", "core");
        content.PushLayers("middleware/java", "21", "2026-09-02", "core", "java");
        content.PushLayers("core/other", "1", "2026-09-01", "other");
        content.Push("shop/web", "1", "2026-09-03", "amd64", $",\"org.opencontainers.image.base.name\":\"{registry.Host}/middleware/java:21\"", new[] { "core", "java", "web" }.Select(RegistryContent.DigestOf));
        string[] call = ["image", "inspect", $"{registry.Host}/shop/web:1", "--plain-http", "--base", $"{registry.Host}/core/debian:12", "--base", $"{registry.Host}/core/other:1", "--base", $"{registry.Host}/core/none:1"];

        var (exit, output, _) = await PostureCommand.CallAsync([.. call, "-o", "json"]);
        var document = JsonNode.Parse(output)!;
        Assert.Equal((0, 3, "linux/amd64"), (exit, document["diffIds"]!.AsArray().Count, document["platform"]!.GetValue<string>()));
        Assert.Equal(new (bool?, int?)[] { (true, 1), (false, 1), (null, null), (true, 2) }, document["comparedBases"]!.AsArray().Select(one => (one!["isBase"]?.GetValue<bool>(), one["layers"]?.GetValue<int>())));
        Assert.Equal(core, document["comparedBases"]![0]!["digest"]!.GetValue<string>());
        (_, output, _) = await PostureCommand.CallAsync(call);
        Assert.Contains($"  built on  {registry.Host}/core/debian:12: yes, 1 of 3 layers", output, StringComparison.Ordinal);
        Assert.Contains("core/other:1: no, its layers are others", output, StringComparison.Ordinal);
        Assert.Contains("core/none:1: not known, there is no such image", output, StringComparison.Ordinal);
        Assert.Contains("middleware/java:21: yes, 2 of 3 layers", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrustedRoot_ThatWasUsed_IsSaidWithItsAge()
    {
        var folder = Directory.CreateTempSubdirectory("posture-image-");
        using var lab = new SigstoreLab();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = lab.Certify(key, "ci@example.com", "https://i.example");
        string At(string name) => Path.Combine(folder.FullName, name);
        await File.WriteAllTextAsync(At("web.tar"), "content", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(At("bundle.json"), lab.Bundle(key, certificate, "content"u8).ToJsonString(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(At("root.json"), lab.RootJson.ToJsonString(), TestContext.Current.CancellationToken);
        var written = TimeProvider.System.GetUtcNow().AddDays(-40.5).UtcDateTime;
        File.SetLastWriteTimeUtc(At("root.json"), written);
        string[] call = ["image", "verify", "--bundle", At("bundle.json"), "--artifact", At("web.tar"), "--identity", "ci@example.com", "--issuer", "https://i.example"];

        var (exit, output, _) = await PostureCommand.CallAsync([.. call, "--trusted-root", At("root.json"), "-o", "json"]);
        var root = JsonNode.Parse(output)!["trustedRoot"]!;
        Assert.Equal((0, "file", 40, null), (exit, root["source"]!.GetValue<string>(), root["ageDays"]!.GetValue<int>(), root["warning"]));
        Assert.Equal(written, root["since"]!.GetValue<DateTimeOffset>().UtcDateTime, TimeSpan.FromSeconds(1));
        (_, output, _) = await PostureCommand.CallAsync([.. call, "--trusted-root", At("root.json")]);
        Assert.Contains($"  root      of the file, of {written:yyyy-MM-dd}, 40 days old", output, StringComparison.Ordinal);

        // Of the public instance's root this signature is not.
        (exit, output, _) = await PostureCommand.CallAsync([.. call, "-o", "json"]);
        root = JsonNode.Parse(output)!["trustedRoot"]!;
        Assert.Equal((1, "public", TrustedRoot.PublicGoodAt), (exit, root["source"]!.GetValue<string>(), root["since"]!.GetValue<DateTimeOffset>()));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task TrustedRoot_OfThisVersion_IsWarnedOfWhenItIsOld()
    {
        var document = new ImageProvenanceDocument(
            ImageProvenanceDocument.SchemaName, "web", "sha256:0", "notSigned", "signature.none", "nobody signed it", [], TrustedRootDocument.Of(TrustInUse.Public, TrustedRoot.PublicGoodAt.AddDays(200)));
        await using var output = new StringWriter();
        ImageTable.Write(document, output);
        Assert.Contains("200 days old", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("trust_root.old: ", output.ToString(), StringComparison.Ordinal);
        Assert.Null(TrustedRootDocument.Of(TrustInUse.Public, TrustedRoot.PublicGoodAt.AddDays(180)).Warning);
    }
}
