using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Analysis.Provenance;
using Posture.Collectors.Hosting;
using Posture.Collectors.Registries;
using Posture.Collectors.Trust;
using Posture.Model.Inventory;
using Posture.TestKit;
using Posture.TestKit.Provenance;
using Posture.TestKit.Registry;

namespace Posture.Collectors.Tests.Trust;

/// <summary>Which trusted root is in use, since when, and what images are said to be by it.</summary>
public sealed class TrustKeeperTests
{
    private const string Identity = "https://github.com/acme/web/.github/workflows/release.yml@refs/tags/v1";
    private const string Issuer = "https://token.actions.githubusercontent.com";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void NothingNamed_UsesThePublicOneOfThisVersion_AndWarnsOnceItIsOld()
    {
        using var keeper = Keeper(new(), "", new FakeTimeProvider());
        Assert.Same(TrustInUse.Public, keeper.InUse);
        Assert.Equal((TrustSource.Public, TrustedRoot.PublicGood), (keeper.InUse.Source, keeper.InUse.Root));
        Assert.Null(keeper.InUse.Warning(TrustedRoot.PublicGoodAt + TimeSpan.FromDays(180)));
        Assert.Equal("trust_root.old", keeper.InUse.Warning(TrustedRoot.PublicGoodAt + TimeSpan.FromDays(181)));
        Assert.Null((keeper.InUse with { Source = TrustSource.File }).Warning(TrustedRoot.PublicGoodAt + TimeSpan.FromDays(1000)));
    }

    [Fact]
    public async Task OwnFile_IsUsed_ReadAgainWhenItChanges_AndKeptWhenItBreaks()
    {
        await using var stage = await TufStage.StartAsync();
        using var other = new SigstoreLab();
        await File.WriteAllTextAsync(stage.RootFile, stage.Target, Token);
        File.SetLastWriteTimeUtc(stage.RootFile, new(2026, 10, 1, 0, 0, 0, DateTimeKind.Utc));
        using var keeper = Keeper(new() { TrustedRoot = stage.RootFile }, stage.Data, stage.Time);
        Assert.Equal((TrustSource.File, new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero), null), (keeper.InUse.Source, keeper.InUse.Since, keeper.InUse.Failure));
        Assert.Equal(KeyOf(stage.Sigstore), KeyOf(keeper.InUse));
        Assert.Same(keeper.InUse.Root, keeper.InUse.Root); // not read at every look

        await File.WriteAllTextAsync(stage.RootFile, other.RootJson.ToJsonString(), Token);
        File.SetLastWriteTimeUtc(stage.RootFile, new(2026, 10, 2, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(KeyOf(other), KeyOf(keeper.InUse));

        await File.WriteAllTextAsync(stage.RootFile, "{", Token);
        Assert.Equal((KeyOf(other), "trust_root.malformed", stage.Time.GetUtcNow()), (KeyOf(keeper.InUse), keeper.InUse.Failure?.Code, keeper.InUse.Failure?.Since));
        stage.Time.Advance(TimeSpan.FromHours(1));
        File.Delete(stage.RootFile);
        Assert.Equal((KeyOf(other), "trust_root.unreadable", stage.Time.GetUtcNow() - TimeSpan.FromHours(1)), (KeyOf(keeper.InUse), keeper.InUse.Failure?.Code, keeper.InUse.Failure?.Since));
        await File.WriteAllTextAsync(stage.RootFile, stage.Target, Token);
        Assert.Equal((KeyOf(stage.Sigstore), null), (KeyOf(keeper.InUse), keeper.InUse.Failure));
    }

    [Fact]
    public async Task Mirror_IsAskedOnceADay_AndAnHourAfterAFailure_WithTheFormerRootInUse()
    {
        await using var stage = await TufStage.StartAsync();
        var start = stage.Time.GetUtcNow();
        using var keeper = Keeper(stage.Settings, stage.Data, stage.Time);
        Assert.Equal((TrustSource.Tuf, null, null), (keeper.InUse.Source, keeper.InUse.Root, keeper.InUse.Failure));
        Assert.Equal(TrustKeeper.Pace, await keeper.RefreshAsync(Token));
        Assert.Equal((KeyOf(stage.Sigstore), start, start, null), (KeyOf(keeper.InUse), keeper.InUse.Since, keeper.InUse.ConfirmedAt, keeper.InUse.Failure));

        stage.Time.Advance(TimeSpan.FromDays(1));
        stage.Lab.Instead = context =>
        {
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        Assert.Equal(TrustKeeper.Retry, await keeper.RefreshAsync(Token));
        stage.Time.Advance(TrustKeeper.Retry);
        Assert.Equal(TrustKeeper.Retry, await keeper.RefreshAsync(Token));
        Assert.Equal((KeyOf(stage.Sigstore), start, start), (KeyOf(keeper.InUse), keeper.InUse.Since, keeper.InUse.ConfirmedAt));
        Assert.Equal(("tuf.failed", start + TimeSpan.FromDays(1)), (keeper.InUse.Failure?.Code, keeper.InUse.Failure?.Since));

        stage.Lab.Instead = null;
        Assert.Equal(TrustKeeper.Pace, await keeper.RefreshAsync(Token));
        Assert.Equal((start, stage.Time.GetUtcNow(), null), (keeper.InUse.Since, keeper.InUse.ConfirmedAt, keeper.InUse.Failure));
    }

    [Fact]
    public async Task Service_RefreshesBesideCollection_WithoutBeingTold()
    {
        await using var stage = await TufStage.StartAsync();
        var time = new WaitableTime();
        stage.Lab.Change = (_, says) => says["expires"] = "2126-01-01T00:00:00Z";
        stage.Lab.PublishRoot();
        stage.Lab.Publish(stage.Target);
        using var keeper = Keeper(stage.Settings, stage.Data, time);
        await keeper.StartAsync(Token);
        await time.WaitForTimerAsync(TrustKeeper.Pace, Token);
        Assert.Equal(KeyOf(stage.Sigstore), KeyOf(keeper.InUse));
        time.Advance(TrustKeeper.Pace);
        await time.WaitForTimerAsync(TrustKeeper.Pace, Token);
        Assert.Equal(2, stage.Lab.Asked.Count(path => path == "timestamp.json"));
        await keeper.StopAsync(Token);
    }

    [Fact]
    public async Task Restart_KeepsTheRoot_ItsTimes_AndWhatWasSeen()
    {
        await using var stage = await TufStage.StartAsync();
        var (start, back) = (stage.Time.GetUtcNow(), stage.Lab.Remember());
        stage.Lab.Publish(stage.Target);
        using (var first = Keeper(stage.Settings, stage.Data, stage.Time))
            await first.RefreshAsync(Token);
        back();
        stage.Time.Advance(TimeSpan.FromHours(3));
        using var second = Keeper(stage.Settings, stage.Data, stage.Time);
        Assert.Equal((TrustSource.Tuf, KeyOf(stage.Sigstore), start, start), (second.InUse.Source, KeyOf(second.InUse), second.InUse.Since, second.InUse.ConfirmedAt));
        await second.RefreshAsync(Token);
        Assert.Equal((KeyOf(stage.Sigstore), "tuf.rollback"), (KeyOf(second.InUse), second.InUse.Failure?.Code));
    }

    /// <summary>The mirror of the public instance may be away at the first start: this version knows a root of that one, and of no other.</summary>
    [Fact]
    public async Task MirrorThatIsAway_LeavesThePublicRoot_OnlyWhereTheMirrorIsOfThatInstance()
    {
        await using var stage = await TufStage.StartAsync();
        using var publics = Keeper(new() { TufMirror = "http://127.0.0.1:1/" }, stage.Data, stage.Time);
        Assert.Equal(TrustKeeper.Retry, await publics.RefreshAsync(Token));
        Assert.Equal((TrustSource.Public, TrustedRoot.PublicGood, "tuf.unreachable"), (publics.InUse.Source, publics.InUse.Root, publics.InUse.Failure?.Code));
        using var own = Keeper(stage.Settings with { TufMirror = "http://127.0.0.1:1/" }, stage.Data, stage.Time);
        await own.RefreshAsync(Token);
        Assert.Equal((TrustSource.Tuf, null, "tuf.unreachable"), (own.InUse.Source, own.InUse.Root, own.InUse.Failure?.Code));
        // This repository is not the one that the public root belongs to.
        using var strange = Keeper(new() { TufMirror = stage.Lab.Address }, stage.Data, stage.Time);
        stage.Lab.Files["17.root.json"] = stage.Lab.PublishRoot();
        await strange.RefreshAsync(Token);
        Assert.Equal("tuf.signatures", strange.InUse.Failure?.Code);
    }

    [Fact]
    public async Task Image_SignedUnderARotatedRoot_IsVerifiedAfterTheRefresh_AndNotBefore()
    {
        await using var stage = await TufStage.StartAsync();
        using var next = new SigstoreLab();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = next.Certify(key, Identity, Issuer);
        var blobs = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var image = Manifest(blobs, new() { ["config"] = Blob(blobs, "{}", "application/vnd.oci.image.config.v1+json"), ["layers"] = new JsonArray() });
        const string Type = "application/vnd.dev.sigstore.bundle.v0.3+json";
        var bundle = next.Attestation(key, certificate, image.Digest[7..], SignatureOutcome.SignPredicate, []).ToJsonString();
        var signature = Manifest(blobs, new() { ["artifactType"] = Type, ["config"] = Blob(blobs, "{}", OciManifest.Empty), ["layers"] = new JsonArray(Blob(blobs, bundle, Type)) });
        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.index.v1+json",
            ["manifests"] = new JsonArray(new JsonObject { ["mediaType"] = "application/vnd.oci.image.manifest.v1+json", ["digest"] = signature.Digest, ["size"] = signature.Size, ["artifactType"] = Type }),
        }.ToJsonString();
        await using var registry = await RegistryStub.StartAsync(async context =>
        {
            var path = context.Request.Path.Value!;
            if (path.Contains("/referrers/", StringComparison.Ordinal))
                await context.Response.WriteAsync(index);
            else if (blobs.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out var blob))
                await context.Response.Body.WriteAsync(blob);
            else
                context.Response.StatusCode = 404;
        });
        var options = Monitor(new() { TufMirror = stage.Lab.Address, TufRoot = stage.RootFile }, stage.Data, new RegistryDefinition { Host = registry.Host, PlainHttp = true });
        using var trust = new TrustKeeper(options, stage.Time, NullLogger<TrustKeeper>.Instance);
        using var images = new ImageKeeper(options, trust, new(null, stage.Time, NullLogger<ImageMemory>.Instance), stage.Time, NullLogger<ImageKeeper>.Instance);
        var policy = PosturePolicy.Default with { ImageSigners = [new SignerRule { Images = [registry.Host], Identities = [new(Issuer, Identity)] }] };

        async Task<ImageFactsData> LookAsync() => (await images.LookAsync(ImageReference.Parse($"{registry.Host}/shop/web:1")!.Value, image.Digest, policy, [], Token))!;
        var pending = await LookAsync();
        Assert.Equal(("notChecked", "tuf.pending", null), (pending.Trust?.State, pending.Trust?.Code, pending.Signatures));
        await trust.RefreshAsync(Token);
        var before = await LookAsync();
        Assert.Equal(("invalid", ProvenanceCodes.LogProof), (before.Trust?.State, before.Trust?.Code));

        stage.Lab.Keys["root"] = [TufLabKey.New(), TufLabKey.New()];
        stage.Lab.Keys["targets"] = [TufLabKey.New()];
        stage.Lab.PublishRoot();
        stage.Lab.Publish(next.RootJson.ToJsonString());
        stage.Time.Advance(TrustKeeper.Pace / 2);
        await trust.RefreshAsync(Token);
        var after = await LookAsync();
        Assert.Equal(("verified", Identity), (after.Trust?.State, Assert.Single(after.Signatures!).Signer));
    }

    [Theory]
    [InlineData("there-is-no-such-file", null, null, "Posture:Sigstore:TrustedRoot: trust_root.unreadable")]
    [InlineData("broken", null, null, "Posture:Sigstore:TrustedRoot: trust_root.malformed")]
    [InlineData("good", "https://mirror.example", null, "Posture:Sigstore: give TrustedRoot or TufMirror, not both")]
    [InlineData(null, null, "given", "Posture:Sigstore:TufRoot needs Posture:Sigstore:TufMirror")]
    [InlineData(null, "http://mirror.example", null, "Posture:Sigstore:TufMirror must be an https address")]
    [InlineData(null, "https://u:p@mirror.example", null, "Posture:Sigstore:TufMirror must be an https address")]
    [InlineData(null, "mirror", null, "Posture:Sigstore:TufMirror must be an https address")]
    [InlineData(null, "https://mirror.example", "there-is-no-such-file", "Posture:Sigstore:TufRoot: trust_root.unreadable")]
    [InlineData(null, "https://mirror.example", "broken", "Posture:Sigstore:TufRoot: tuf.malformed")]
    [InlineData("good", null, null, null)]
    [InlineData(null, "https://mirror.example/tuf", "given", null)]
    [InlineData(null, "https://mirror.example", null, null)]
    public async Task Settings_ThatCannotBeUsed_EndTheStartWithTheirName(string? file, string? mirror, string? root, string? said)
    {
        await using var stage = await TufStage.StartAsync();
        var folder = Path.GetDirectoryName(stage.RootFile)!;
        await File.WriteAllTextAsync(Path.Combine(folder, "broken"), "{", Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "good"), stage.Target, Token);
        File.Copy(stage.RootFile, Path.Combine(folder, "given"));
        string? At(string? name) => name is null ? null : Path.Combine(folder, name);
        var validated = new CollectorOptionsValidator().Validate(null, new() { Sigstore = new() { TrustedRoot = At(file), TufMirror = mirror, TufRoot = At(root) } });
        if (said is null)
            Assert.True(validated.Succeeded, validated.FailureMessage);
        else
            Assert.StartsWith(said, Assert.Single(validated.Failures ?? []), StringComparison.Ordinal);
    }

    private static string KeyOf(SigstoreLab lab) => lab.Root.Logs[0].Key.Fingerprint;

    private static string? KeyOf(TrustInUse trust) => trust.Root?.Logs[0].Key.Fingerprint;

    private static TrustKeeper Keeper(SigstoreDefinition settings, string data, TimeProvider time) => new(Monitor(settings, data), time, NullLogger<TrustKeeper>.Instance);

    private static IOptionsMonitor<CollectorOptions> Monitor(SigstoreDefinition settings, string data, params RegistryDefinition[] registries)
    {
        var services = new ServiceCollection();
        services.AddOptions<CollectorOptions>().Configure(options => (options.Sigstore, options.DataFolder, options.Registries) = (settings, data, registries));
        return services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<CollectorOptions>>();
    }

    private static JsonObject Blob(Dictionary<string, byte[]> blobs, string content, string type)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        blobs[OciManifest.DigestOf(bytes)] = bytes;
        return new() { ["mediaType"] = type, ["digest"] = OciManifest.DigestOf(bytes), ["size"] = bytes.Length };
    }

    private static (string Digest, int Size) Manifest(Dictionary<string, byte[]> blobs, JsonObject manifest)
    {
        (manifest["schemaVersion"], manifest["mediaType"]) = (2, "application/vnd.oci.image.manifest.v1+json");
        var blob = Blob(blobs, manifest.ToJsonString(), "");
        return (blob["digest"]!.GetValue<string>(), blob["size"]!.GetValue<int>());
    }
}
