using Microsoft.Extensions.Time.Testing;
using Posture.Analysis.Policy;
using Posture.Analysis.Provenance;
using Posture.Collectors.Pipeline;
using Posture.Model.Verdicts;
using Posture.Store.Queries;
using Posture.TestKit;
using Posture.TestKit.Registry;

namespace Posture.Collectors.Tests.Pipeline;

/// <summary>A cluster whose images are in a real registry: who vouches for what runs is looked up beside collection, and its verdicts follow what stands there.</summary>
public sealed class ImageWatchTests(PostgresFixture postgres)
{
    private const string Control = "L4-IMG-SIGNATURE-PRESENT";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatRuns_IsLookedUp_AndASignatureThatAppearsLaterChangesTheVerdict()
    {
        Assert.SkipUnless(RegistryTools.Missing is null, RegistryTools.Missing ?? "");
        await using var registry = await TestRegistry.StartAsync(Token);
        var (ours, _) = (await registry.KeyAsync("ours", Token), await registry.KeyAsync("theirs", Token));
        var images = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "signed", "unsigned", "theirs" })
            images[name] = await registry.PushAsync(name, Token);
        await registry.SignAsync("signed", "ours", Token);
        await registry.SignAsync("theirs", "theirs", Token);
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "password"), TestRegistry.Password, Token);

        await using var stage = await LoopStage.CreateAsync(postgres);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow()) { AutoAdvanceAmount = TimeSpan.Zero };
        stage.Time = time;
        stage.Registries =
        [
            new() { Host = registry.Host, UserName = TestRegistry.UserName, PasswordFile = Path.Combine(registry.Folder, "password"), AuthorityFile = registry.AuthorityFile, TokenHosts = [registry.TokenHost] },
        ];
        stage.Policy = PosturePolicy.Default with { ImageSigners = [new SignerRule { Images = [registry.Host], Keys = [VerificationKey.FromPem(ours)] }] };
        stage.Write("shop.yaml", string.Concat(images.Select(image => Pod(image.Key, $"{registry.Host}/shop/{image.Key}:1", image.Value)))
            + Pod("elsewhere", "registry.example.com/shop/web:1", "sha256:" + new string('a', 64)));
        await stage.StartAsync();

        Assert.Equal(["elsewhere NotAssessed", "signed Pass", "theirs Fail", "unsigned Fail"], await SeenAsync(stage, verdicts => verdicts.Count(verdict => verdict.EndsWith("NotAssessed", StringComparison.Ordinal)) == 1));
        var asked = await stage.CountAsync("select count(*) from objects where kind = 'ImageFacts' and valid_to is null");
        Assert.Equal(3, asked);

        // Nobody is given anything without the password, over TLS of its own authority.
        Assert.Equal(3, await stage.CountAsync($"select count(*) from image_facts where not anonymous_pull and transport = 'https-own' and repository like '{registry.Host}/shop/%'"));

        // Within a day nobody asks again; after it the signature that came meanwhile is seen.
        await registry.SignAsync("unsigned", "ours", Token);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Contains("unsigned Fail", await VerdictsAsync(stage));
        await Eventually.SeeAsync(
            () =>
            {
                time.Advance(TimeSpan.FromHours(24));
                return VerdictsAsync(stage);
            },
            verdicts => verdicts.Contains("unsigned Pass"), TimeSpan.FromSeconds(60), Token);

        // What runs no longer is held no longer.
        stage.Write("shop.yaml", Pod("signed", $"{registry.Host}/shop/signed:1", images["signed"]));
        await Eventually.SeeAsync(
            () =>
            {
                time.Advance(ImageWatch.Pace);
                return stage.CountAsync("select count(*) from objects where kind = 'ImageFacts' and valid_to is null");
            },
            held => held == 1, TimeSpan.FromSeconds(60), Token);
    }

    /// <summary>What a cluster's own admission policy would refuse, though it runs; its key need not be in any file of ours.</summary>
    [Fact]
    public async Task PolicyOfTheCluster_IsHeldAgainstWhatRuns_AndAgainWhenItsKeyChanges()
    {
        Assert.SkipUnless(RegistryTools.Missing is null, RegistryTools.Missing ?? "");
        await using var registry = await TestRegistry.StartAsync(Token);
        var (first, second) = (await registry.KeyAsync("first", Token), await registry.KeyAsync("second", Token));
        var images = new[] { (Name: "one", Key: "first"), (Name: "two", Key: "second") };
        var pods = "";
        foreach (var (name, key) in images)
        {
            var digest = await registry.PushAsync(name, Token);
            await registry.SignAsync(name, key, Token);
            pods += $"---\n{{ apiVersion: v1, kind: Namespace, metadata: {{ name: {name}, labels: {{ policy.sigstore.dev/include: \"true\" }} }} }}\n"
                + Pod("web", $"{registry.Host}/shop/{name}:1", digest, name);
        }
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "password"), TestRegistry.Password, Token);
        await using var stage = await LoopStage.CreateAsync(postgres);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow()) { AutoAdvanceAmount = TimeSpan.Zero };
        stage.Time = time;
        stage.Registries =
        [
            new() { Host = registry.Host, UserName = TestRegistry.UserName, PasswordFile = Path.Combine(registry.Folder, "password"), AuthorityFile = registry.AuthorityFile, TokenHosts = [registry.TokenHost] },
        ];
        stage.Write("shop.yaml", pods);
        stage.Write("policy.yaml", Policy(registry.Host, first));
        await stage.StartAsync();

        await SeeAsync(["one Pass", "two Fail"]);
        var refused = (await stage.RowsAsync(new FindingFilter { Controls = ["L4-IMG-SIGNATURE-VERIFIED"] })).Single(row => row.Finding.Verdict == Verdict.Fail).Finding;
        Assert.Contains("would refuse", refused.Message, StringComparison.Ordinal);

        stage.Write("policy.yaml", Policy(registry.Host, second));
        await SeeAsync(["one Fail", "two Pass"]);

        async Task SeeAsync(string[] expected) => await Eventually.SeeAsync(
            async () =>
            {
                time.Advance(ImageWatch.Pace);
                return (await stage.RowsAsync(new FindingFilter { Controls = ["L4-IMG-SIGNATURE-VERIFIED"] })).Select(row => $"{row.Finding.Object.Name} {row.Finding.Verdict}").Order(StringComparer.Ordinal).ToArray();
            },
            seen => seen.SequenceEqual(expected, StringComparer.Ordinal), TimeSpan.FromSeconds(60), Token);
    }

    /// <summary>Who has to sign an image may say that a vulnerability does not matter in it; nobody else may, though anybody who can push could write so.</summary>
    [Fact]
    public async Task StatementOfAVulnerability_CountsFromThoseWhoHaveToSign_AndFromNobodyElse()
    {
        const string Scanned = "L2-IMG-VULN-CRITICAL";
        Assert.SkipUnless(RegistryTools.Missing is null, RegistryTools.Missing ?? "");
        await using var registry = await TestRegistry.StartAsync(Token);
        var (ours, _) = (await registry.KeyAsync("ours", Token), await registry.KeyAsync("theirs", Token));
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "vex.json"), """
            {"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.com/vex/1","author":"release","timestamp":"2026-10-01T00:00:00Z","version":1,
             "statements":[{"vulnerability":{"name":"CVE-2026-1001"},"status":"not_affected","justification":"vulnerable_code_not_in_execute_path"}]}
            """, Token);
        var manifests = "";
        foreach (var key in new[] { "ours", "theirs" })
        {
            var digest = await registry.PushAsync(key, Token);
            await registry.SignAsync(key, "ours", Token);
            await registry.CosignAsync(["attest", "--key", key + ".key", "--tlog-upload=false", "-y", "--type", "openvex", "--predicate", "vex.json", $"{registry.Host}/shop/{key}:1"], Token);
            manifests += Pod(key, $"{registry.Host}/shop/{key}:1", digest) + $$"""
                ---
                { apiVersion: aquasecurity.github.io/v1alpha1, kind: ClusterVulnerabilityReport, metadata: { name: {{key}} },
                  report: { artifact: { digest: "{{digest}}" }, summary: { criticalCount: 1 }, vulnerabilities: [{ vulnerabilityID: CVE-2026-1001, severity: CRITICAL, fixedVersion: "2" }] } }

                """;
        }
        await File.WriteAllTextAsync(Path.Combine(registry.Folder, "password"), TestRegistry.Password, Token);
        await using var stage = await LoopStage.CreateAsync(postgres);
        stage.Registries =
        [
            new() { Host = registry.Host, UserName = TestRegistry.UserName, PasswordFile = Path.Combine(registry.Folder, "password"), AuthorityFile = registry.AuthorityFile, TokenHosts = [registry.TokenHost] },
        ];
        stage.Policy = PosturePolicy.Default with { ImageSigners = [new SignerRule { Images = [registry.Host], Keys = [VerificationKey.FromPem(ours)] }] };
        stage.Write("shop.yaml", manifests);
        await stage.StartAsync();

        var seen = await Eventually.SeeAsync(
            async () => (await stage.RowsAsync(new FindingFilter { Controls = [Scanned, Control] })).Where(row => row.Finding.Verdict != Verdict.NotAssessed).ToList(),
            rows => rows.Count == 4, TimeSpan.FromSeconds(60), Token);

        Assert.Equal(["ours Pass", "theirs Fail"], seen.Where(row => row.Finding.Control == Scanned).Select(row => $"{row.Finding.Object.Name} {row.Finding.Verdict}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RegistryThatDoesNotAnswer_LeavesItNotAssessed_AndNothingElseWaits()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        stage.Registries = [new() { Host = "127.0.0.1:1", PlainHttp = true }];
        stage.Write("shop.yaml", Pod("web", "127.0.0.1:1/shop/web:1", "sha256:" + new string('a', 64)));
        await stage.StartAsync();
        await stage.NoticeAsync(); // the first list does not wait for a registry

        await Eventually.SeeAsync(async () => (await stage.RowsAsync(new() { Controls = [Control] })).Single().Finding, finding => finding.Message.Contains("registry.unreachable", StringComparison.Ordinal) && finding.Verdict == Verdict.NotAssessed,
            TimeSpan.FromSeconds(30), Token);
    }

    private static async Task<List<string>> SeenAsync(LoopStage stage, Predicate<List<string>> enough) =>
        await Eventually.SeeAsync(() => VerdictsAsync(stage), enough, TimeSpan.FromSeconds(60), Token);

    private static async Task<List<string>> VerdictsAsync(LoopStage stage) =>
        [.. (await stage.RowsAsync(new FindingFilter { Controls = [Control] })).Select(row => $"{row.Finding.Object.Name} {row.Finding.Verdict}").Order(StringComparer.Ordinal)];

    private static string Policy(string host, string key) => $$"""
        { apiVersion: policy.sigstore.dev/v1beta1, kind: ClusterImagePolicy, metadata: { name: signed },
          spec: { images: [{ glob: "{{host}}/**" }], authorities: [{ key: { data: "{{key.ReplaceLineEndings("\\n")}}" } }] } }
        """;

    private static string Pod(string name, string image, string digest, string ns = "shop") => $$"""
        ---
        { apiVersion: v1, kind: Pod, metadata: { name: {{name}}, namespace: {{ns}} }, spec: { containers: [{ name: c, image: "{{image}}" }] },
          status: { phase: Running, containerStatuses: [{ name: c, image: "{{image}}", imageID: "{{image[..image.LastIndexOf(':')]}}@{{digest}}" }] } }

        """;
}
