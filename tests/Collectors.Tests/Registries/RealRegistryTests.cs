using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Posture.Analysis.Provenance;
using Posture.Collectors.Cli;
using Posture.TestKit.Provenance;
using Posture.TestKit.Registry;

namespace Posture.Collectors.Tests.Registries;

/// <summary>A real registry over TLS with tokens, images pushed by oras, signed and attested by cosign, and by an instance of Sigstore and an organisation's authority made here: what the command says of each, and of what was tampered with.</summary>
public sealed class RealRegistryTests(ITestOutputHelper output)
{
    private const string Identity = "https://github.com/acme/web/.github/workflows/release.yml@refs/tags/v1";
    private const string Issuer = "https://token.actions.githubusercontent.com";
    private const string BundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignedInFourWays_TamperedInThree_EachIsSaidWhatItIs()
    {
        Assert.SkipUnless(RegistryTools.Missing is null, RegistryTools.Missing ?? "");
        await using var registry = await TestRegistry.StartAsync(Token);
        using var lab = new SigstoreLab();
        using var notation = new NotationLab(TimeProvider.System.GetUtcNow());
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "root.json"), lab.RootJson.ToJsonString(), Token);
        var ours = await registry.KeyAsync("ours", Token);
        await registry.KeyAsync("theirs", Token);
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "predicate.json"),
            """{"buildDefinition":{"buildType":"https://example.com/type","resolvedDependencies":[{"uri":"git+https://example.com/web@v1"}]},"runDetails":{"builder":{"id":"https://example.com/builder"}}}""", Token);
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "policy.yaml"), Policy(registry, ours, notation.Authority.ExportCertificatePem()), Token);

        // Four ways, and none.
        await registry.PushAsync("key", Token);
        await registry.SignAsync("key", "ours", Token);
        await registry.PushAsync("attested", Token);
        await registry.SignAsync("attested", "ours", Token);
        await registry.CosignAsync(["attest", "--key", "ours.key", "--tlog-upload=false", "-y", "--type", "slsaprovenance1", "--predicate", "predicate.json", "--new-bundle-format", $"{registry.Host}/shop/attested:1"], Token);
        await registry.CosignAsync(["attest", "--key", "ours.key", "--tlog-upload=false", "-y", "--type", "cyclonedx", "--predicate", "predicate.json", $"{registry.Host}/shop/attested:1"], Token);
        await AttachAsync(registry, lab, "keyless", Identity);
        var digest = await registry.PushAsync("notation", Token);
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "notation.json"), notation.Sign(Convert.FromHexString(digest[7..])).ToJsonString(), Token);
        await registry.OrasAsync(["attach", "--artifact-type", NotationEnvelope.ArtifactType, $"{registry.Host}/shop/notation:1", "notation.json:" + NotationEnvelope.Jws], Token);
        await registry.PushAsync("theirs", Token);
        await registry.SignAsync("theirs", "theirs", Token);
        await AttachAsync(registry, lab, "stranger", "https://github.com/evil/web/.github/workflows/release.yml@refs/tags/v1");
        await registry.PushAsync("unsigned", Token);

        // Three changes of what was good.
        var moved = await registry.PushAsync("moved", Token);
        var first = await registry.PushAsync("moved", Token, "first");
        await registry.SignAsync("moved", "ours", Token, "first");
        await registry.OrasAsync(["tag", $"{registry.Host}/shop/moved:{Tag(first)}", Tag(moved)], Token);
        var changed = await registry.PushAsync("changed", Token);
        await registry.SignAsync("changed", "ours", Token);
        await ChangeSignatureAsync(registry, "changed", changed);
        var swapped = await registry.PushAsync("swapped", Token);
        await registry.SignAsync("swapped", "ours", Token);
        await SwapPayloadAsync(registry, "swapped", swapped);

        Assert.Equal(
            [
                "key 0 verified ", "attested 0 verified ", "keyless 0 verified ", "notation 0 verified ",
                "theirs 1 otherSigner signature.other_key", "stranger 1 otherSigner identity.other", "unsigned 1 notSigned signature.none",
                "moved 1 invalid signature.other_artifact", "changed 1 otherSigner signature.other_key", "swapped 3 notChecked registry.digest_mismatch",
            ],
            await StatesAsync(registry, ["key", "attested", "keyless", "notation", "theirs", "stranger", "unsigned", "moved", "changed", "swapped"]));

        var document = await DocumentAsync(registry, "attested");
        Assert.Equal(
            ["cosign attestation https://cyclonedx.org/bom", "cosign signature ", "Sigstore bundle https://slsa.dev/provenance/v1 https://example.com/builder git+https://example.com/web@v1"],
            document["signatures"]!.AsArray().Select(one => $"{one!["format"]} {one["predicateType"]}{Shown(one["builder"])}{Shown(one["source"])}").Order(StringComparer.OrdinalIgnoreCase));
        Assert.All(document["signatures"]!.AsArray(), one => Assert.True(one!["holds"]!.GetValue<bool>() && one["expected"]!.GetValue<bool>()));
        Assert.Equal("2026-11-02T08:01:00+00:00", (await DocumentAsync(registry, "keyless"))["signatures"]![0]!["signedAt"]!.GetValue<string>());
    }

    [Fact]
    public async Task Inspect_SaysWhatStandsThere_AndWhoMayNotReadIsTold()
    {
        Assert.SkipUnless(RegistryTools.Missing is null, RegistryTools.Missing ?? "");
        await using var registry = await TestRegistry.StartAsync(Token);
        var digest = await registry.PushAsync("web", Token);

        var (exit, told, said) = await RunAsync(registry, ["inspect", $"{registry.Host}/shop/web:1", "-o", "json"]);
        Assert.True(exit == 0, said);
        var document = JsonNode.Parse(told)!;
        Assert.Equal((digest, "2026-11-01T00:00:00+00:00", "docker.io/library/debian:12"), (document["digest"]!.GetValue<string>(), document["created"]!.GetValue<string>(), document["base"]!.GetValue<string>()));
        Assert.Single(document["layers"]!.AsArray());

        Assert.Equal((5, "registry.not_found"), Failure(await RunAsync(registry, ["inspect", $"{registry.Host}/shop/web:nothing"])));
        var reference = $"{registry.Host}/shop/web:1";
        Assert.Equal((4, "registry.unauthorized"), Failure(await BareAsync(["inspect", reference, "--ca", registry.AuthorityFile, "--token-host", registry.TokenHost])));
        Assert.Equal((3, "registry.realm_refused"), Failure(await BareAsync(["inspect", reference, "--ca", registry.AuthorityFile, "--registry-config", registry.LoginFile])));
        Assert.Equal((3, "registry.tls"), Failure(await BareAsync(["inspect", reference, "--registry-config", registry.LoginFile])));
    }

    private static string Policy(TestRegistry registry, string key, string authority) => $"""
        imageSigners:
          - images: ["{registry.Host}/shop"]
            keys:
              - |
        {string.Join('\n', key.TrimEnd().Split('\n').Select(line => "        " + line))}
            authorities:
              - |
        {string.Join('\n', authority.TrimEnd().Split('\n').Select(line => "        " + line))}
            identities:
              - issuer: {Issuer}
                identity: https://github.com/acme/web/.github/workflows/release.yml@refs/tags/*
          - images: ["{registry.Host}/shop/attested"]
            keys:
              - |
        {string.Join('\n', key.TrimEnd().Split('\n').Select(line => "        " + line))}
            builders: [https://example.com/builder]
            predicates: [https://slsa.dev/provenance/v1, https://cyclonedx.org/bom]
        """;

    private static string Tag(string digest) => digest.Replace(':', '-') + ".sig";

    private static string Shown(JsonNode? text) => text is null ? "" : " " + text;

    /// <summary>Signs as cosign 3 does without a key: a bundle that refers to the image.</summary>
    private static async Task AttachAsync(TestRegistry registry, SigstoreLab lab, string name, string identity)
    {
        var digest = await registry.PushAsync(name, Token);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = lab.Certify(key, identity, Issuer);
        var bundle = lab.Attestation(key, certificate, digest[7..], SignatureOutcome.SignPredicate, []);
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "bundle.json"), bundle.ToJsonString(), Token);
        await registry.OrasAsync(["attach", "--artifact-type", BundleType, $"{registry.Host}/shop/{name}:1", "bundle.json:" + BundleType], Token);
    }

    /// <summary>The signature's first byte is another one.</summary>
    private static async Task ChangeSignatureAsync(TestRegistry registry, string name, string digest)
    {
        var manifest = JsonNode.Parse(await registry.OrasAsync(["manifest", "fetch", $"{registry.Host}/shop/{name}:{Tag(digest)}"], Token))!;
        var annotations = manifest["layers"]![0]!["annotations"]!;
        var signature = Convert.FromBase64String(annotations["dev.cosignproject.cosign/signature"]!.GetValue<string>());
        signature[^1] ^= 1;
        annotations["dev.cosignproject.cosign/signature"] = Convert.ToBase64String(signature);
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "manifest.json"), manifest.ToJsonString(), Token);
        await registry.OrasAsync(["manifest", "push", $"{registry.Host}/shop/{name}:{Tag(digest)}", "manifest.json"], Token);
    }

    /// <summary>The registry's own disk holds another payload than was signed.</summary>
    private static async Task SwapPayloadAsync(TestRegistry registry, string name, string digest)
    {
        var manifest = JsonNode.Parse(await registry.OrasAsync(["manifest", "fetch", $"{registry.Host}/shop/{name}:{Tag(digest)}"], Token))!;
        var file = registry.BlobFile(manifest["layers"]![0]!["digest"]!.GetValue<string>());
        var payload = await File.ReadAllTextAsync(file, Token);
        await File.WriteAllTextAsync(file, payload.Replace("cosign container", "cosigN container", StringComparison.Ordinal), Token);
    }

    private async Task<List<string>> StatesAsync(TestRegistry registry, string[] names)
    {
        var states = new List<string>();
        foreach (var name in names)
        {
            var (exit, told, said) = await VerifyAsync(registry, name);
            var document = told.Length > 0 ? JsonNode.Parse(told) : null;
            states.Add($"{name} {exit} {document?["state"]} {document?["code"]}{(document is null ? said : "")}");
            output.WriteLine($"{states[^1],-55} {document?["reason"]}");
        }
        return states;
    }

    private static async Task<JsonNode> DocumentAsync(TestRegistry registry, string name) => JsonNode.Parse((await VerifyAsync(registry, name)).Output)!;

    private static Task<(int Exit, string Output, string Chatter)> VerifyAsync(TestRegistry registry, string name) =>
        RunAsync(registry, ["verify", $"{registry.Host}/shop/{name}:1", "--policy", Path.Combine(registry.Folder, "policy.yaml"), "--trusted-root", Path.Combine(registry.Folder, "root.json"), "-o", "json"]);

    private static Task<(int Exit, string Output, string Chatter)> RunAsync(TestRegistry registry, IEnumerable<string> arguments) =>
        BareAsync([.. arguments, "--registry-config", registry.LoginFile, "--ca", registry.AuthorityFile, "--token-host", registry.TokenHost]);

    private static async Task<(int Exit, string Output, string Chatter)> BareAsync(IEnumerable<string> arguments)
    {
        await using var told = new StringWriter();
        await using var chatter = new StringWriter();
        var exit = await CommandLine.RunAsync(["image", .. arguments], told, chatter, Token);
        return (exit, told.ToString(), chatter.ToString());
    }

    private static (int, string) Failure((int Exit, string Output, string Chatter) run) => (run.Exit, run.Chatter.Split(':')[0]);
}
