using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Posture.Analysis.Provenance;
using Posture.Collectors.Cli;
using Posture.TestKit.Provenance;
using Posture.TestKit.Registry;

namespace Posture.Collectors.Tests.Registries;

/// <summary>A real registry over TLS with tokens, images pushed by oras, signed and attested by cosign and by an instance of Sigstore made here: what the command says of each, and of what was tampered with.</summary>
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
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "root.json"), lab.RootJson.ToJsonString(), Token);
        foreach (var name in new[] { "ours", "theirs" })
            await CosignAsync(registry, ["generate-key-pair", "--output-key-prefix", name]);
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "predicate.json"),
            """{"buildDefinition":{"buildType":"https://example.com/type","resolvedDependencies":[{"uri":"git+https://example.com/web@v1"}]},"runDetails":{"builder":{"id":"https://example.com/builder"}}}""", Token);
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "policy.yaml"), Policy(registry, await File.ReadAllTextAsync(Path.Combine(registry.Folder, "ours.pub"), Token)), Token);

        // Four ways, and none.
        await PushAsync(registry, "key");
        await SignAsync(registry, "key", "ours");
        await PushAsync(registry, "attested");
        await SignAsync(registry, "attested", "ours");
        await CosignAsync(registry, ["attest", "--key", "ours.key", "--tlog-upload=false", "-y", "--type", "slsaprovenance1", "--predicate", "predicate.json", "--new-bundle-format", $"{registry.Host}/shop/attested:1"]);
        await CosignAsync(registry, ["attest", "--key", "ours.key", "--tlog-upload=false", "-y", "--type", "cyclonedx", "--predicate", "predicate.json", $"{registry.Host}/shop/attested:1"]);
        await AttachAsync(registry, lab, "keyless", Identity);
        await PushAsync(registry, "theirs");
        await SignAsync(registry, "theirs", "theirs");
        await AttachAsync(registry, lab, "stranger", "https://github.com/evil/web/.github/workflows/release.yml@refs/tags/v1");
        await PushAsync(registry, "unsigned");

        // Three changes of what was good.
        var moved = await PushAsync(registry, "moved");
        var first = await PushAsync(registry, "moved", "first");
        await SignAsync(registry, "moved", "ours", "first");
        await OrasAsync(registry, ["tag", $"{registry.Host}/shop/moved:{Tag(first)}", Tag(moved)]);
        var changed = await PushAsync(registry, "changed");
        await SignAsync(registry, "changed", "ours");
        await ChangeSignatureAsync(registry, "changed", changed);
        var swapped = await PushAsync(registry, "swapped");
        await SignAsync(registry, "swapped", "ours");
        await SwapPayloadAsync(registry, "swapped", swapped);

        Assert.Equal(
            [
                "key 0 verified ", "attested 0 verified ", "keyless 0 verified ",
                "theirs 1 otherSigner signature.other_key", "stranger 1 otherSigner identity.other", "unsigned 1 notSigned signature.none",
                "moved 1 invalid signature.other_artifact", "changed 1 otherSigner signature.other_key", "swapped 3 notChecked registry.digest_mismatch",
            ],
            await StatesAsync(registry, ["key", "attested", "keyless", "theirs", "stranger", "unsigned", "moved", "changed", "swapped"]));

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
        var digest = await PushAsync(registry, "web");

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

    private static string Policy(TestRegistry registry, string key) => $"""
        imageSigners:
          - images: ["{registry.Host}/shop"]
            keys:
              - |
        {string.Join('\n', key.TrimEnd().Split('\n').Select(line => "        " + line))}
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

    /// <summary>Pushes an image of one layer.</summary>
    private static async Task<string> PushAsync(TestRegistry registry, string name, string tag = "1")
    {
        var folder = Directory.CreateDirectory(Path.Combine(registry.Folder, name + tag)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "layer.tar"), name + tag, Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), """{"created":"2026-11-01T00:00:00Z","architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]}}""", Token);
        await OrasAsync(registry, ["push", $"{registry.Host}/shop/{name}:{tag}", "--config", "config.json:application/vnd.oci.image.config.v1+json", "--annotation", "org.opencontainers.image.base.name=docker.io/library/debian:12", "layer.tar:application/vnd.oci.image.layer.v1.tar"], folder);
        return (await OrasAsync(registry, ["resolve", $"{registry.Host}/shop/{name}:{tag}"])).Trim();
    }

    private static Task SignAsync(TestRegistry registry, string name, string key, string tag = "1") =>
        CosignAsync(registry, ["sign", "--key", key + ".key", "--tlog-upload=false", "-y", $"{registry.Host}/shop/{name}:{tag}"]);

    /// <summary>Signs as cosign 3 does without a key: a bundle that refers to the image.</summary>
    private static async Task AttachAsync(TestRegistry registry, SigstoreLab lab, string name, string identity)
    {
        var digest = await PushAsync(registry, name);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = lab.Certify(key, identity, Issuer);
        var bundle = lab.Attestation(key, certificate, digest[7..], SignatureOutcome.SignPredicate, []);
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "bundle.json"), bundle.ToJsonString(), Token);
        await OrasAsync(registry, ["attach", "--artifact-type", BundleType, $"{registry.Host}/shop/{name}:1", "bundle.json:" + BundleType]);
    }

    /// <summary>The signature's first byte is another one.</summary>
    private static async Task ChangeSignatureAsync(TestRegistry registry, string name, string digest)
    {
        var manifest = JsonNode.Parse(await OrasAsync(registry, ["manifest", "fetch", $"{registry.Host}/shop/{name}:{Tag(digest)}"]))!;
        var annotations = manifest["layers"]![0]!["annotations"]!;
        var signature = Convert.FromBase64String(annotations["dev.cosignproject.cosign/signature"]!.GetValue<string>());
        signature[^1] ^= 1;
        annotations["dev.cosignproject.cosign/signature"] = Convert.ToBase64String(signature);
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "manifest.json"), manifest.ToJsonString(), Token);
        await OrasAsync(registry, ["manifest", "push", $"{registry.Host}/shop/{name}:{Tag(digest)}", "manifest.json"]);
    }

    /// <summary>The registry's own disk holds another payload than was signed.</summary>
    private static async Task SwapPayloadAsync(TestRegistry registry, string name, string digest)
    {
        var manifest = JsonNode.Parse(await OrasAsync(registry, ["manifest", "fetch", $"{registry.Host}/shop/{name}:{Tag(digest)}"]))!;
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

    private static Task<string> OrasAsync(TestRegistry registry, IEnumerable<string> arguments, string? folder = null) =>
        RegistryTools.RunAsync("oras", folder ?? registry.Folder, [.. arguments, "--registry-config", registry.LoginFile, "--ca-file", registry.AuthorityFile], Token);

    private static Task<string> CosignAsync(TestRegistry registry, IEnumerable<string> arguments) => RegistryTools.RunAsync("cosign", registry.Folder, arguments, Token, new Dictionary<string, string>
    {
        ["COSIGN_PASSWORD"] = "",
        ["DOCKER_CONFIG"] = registry.Folder,
        ["SSL_CERT_FILE"] = registry.AuthorityFile,
    });
}
