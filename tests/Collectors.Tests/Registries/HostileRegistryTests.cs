using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Posture.Collectors.Registries;
using Posture.TestKit.Registry;

namespace Posture.Collectors.Tests.Registries;

/// <summary>Registries that lie, stall, ask for secrets or answer without end: bounded, told by code, and given nothing (B-65, B-67, B-74, B-76, F-28).</summary>
public sealed class HostileRegistryTests
{
    private const string Manifest = """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","size":0},"layers":[]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")] // the metadata service
    [InlineData("https://evil.example/token")] // another host, with our credentials
    [InlineData("http://evil.example/token")]
    [InlineData("https://user:pw@auth.example/token")] // the right host, but of somebody else
    [InlineData("ftp://auth.example/token")]
    [InlineData("not an address")]
    [InlineData("")]
    public async Task B65_RealmThatIsNotTheRegistrys_GetsNoRequest(string realm)
    {
        await using var stub = await RegistryStub.StartAsync(context => Challenge(context, $"Bearer realm=\"{realm}\",service=\"s\""));
        Assert.Equal("registry.realm_refused", await CodeOf(stub, endpoint => endpoint with { Realms = ["auth.example"], UserName = "u", Password = "secret" }));
        Assert.Equal([null], stub.Asked.Select(asked => asked.Authorization));
    }

    [Fact]
    public async Task B65_TokenOfTheRegistrysOwnHost_IsAskedForReadingAlone()
    {
        await using var stub = await RegistryStub.StartAsync(context => context.Request.Path == "/token"
            ? context.Response.WriteAsync("""{"token":"abc"}""")
            : context.Request.Headers.Authorization == "Bearer abc" ? context.Response.WriteAsync(Manifest) : Challenge(context, $"Bearer realm=\"http://{context.Request.Host}/token\",service=\"s\",scope=\"registry:catalog:* repository:web:push,delete\""));
        Assert.Null(await CodeOf(stub, endpoint => endpoint with { UserName = "u", Password = "secret" }));
        Assert.Contains(stub.Asked, asked => asked.Path == "/token?service=s&scope=repository%3Ashop%2Fweb%3Apull" && asked.Authorization == "Basic " + Convert.ToBase64String("u:secret"u8));
    }

    [Fact]
    public async Task F28_RegistryThatGoesOnAsking_IsAskedTwiceAndNoMore()
    {
        await using var stub = await RegistryStub.StartAsync(context => context.Request.Path == "/token" ? context.Response.WriteAsync("""{"token":"abc"}""") : Challenge(context, $"Bearer realm=\"http://{context.Request.Host}/token\""));
        Assert.Equal("registry.unauthorized", await CodeOf(stub));
        Assert.Equal(3, stub.Asked.Count);
    }

    [Fact]
    public async Task F28_Redirect_IsFollowedWithoutCredentials_AndNotToThisMachineOrItsNeighbours()
    {
        await using var inside = await RegistryStub.StartAsync(context => context.Response.WriteAsync(Manifest));
        await using var stub = await RegistryStub.StartAsync(context =>
        {
            if (context.Request.Headers.Authorization.Count == 0)
                return Challenge(context, "Basic realm=\"r\"");
            context.Response.Redirect($"http://{inside.Host}/elsewhere");
            return Task.CompletedTask;
        });
        Assert.Equal("net.address_not_allowed", await CodeOf(stub, endpoint => endpoint with { UserName = "u", Password = "secret" }));
        Assert.Empty(inside.Asked);
    }

    [Theory]
    [InlineData("http://169.254.169.254:8080/x", "net.address_not_allowed")]
    [InlineData("https://user:pw@cdn.example/x", "registry.redirect_refused")]
    [InlineData("file:///etc/passwd", "registry.redirect_refused")]
    [InlineData("/v2/again", "registry.redirect_refused")] // round and round
    public async Task F28_Redirect_ThatLeadsNowhere_IsRefused(string to, string code)
    {
        await using var stub = await RegistryStub.StartAsync(context =>
        {
            context.Response.Redirect(to);
            return Task.CompletedTask;
        });
        Assert.Equal(code, await CodeOf(stub));
        Assert.True(stub.Asked.Count <= 4, $"{stub.Asked.Count} requests");
    }

    [Fact]
    public async Task B67_ManifestThatIsNotWhatWasAskedFor_IsRefused()
    {
        await using var stub = await RegistryStub.StartAsync(context => context.Response.WriteAsync(Manifest));
        Assert.Equal("registry.digest_mismatch", await CodeOf(stub, reference: "sha256:" + new string('0', 64)));
        Assert.Null(await CodeOf(stub, reference: OciManifest.DigestOf(Encoding.UTF8.GetBytes(Manifest))));
    }

    /// <summary>The connection is closed while the registry still sends.</summary>
    [Fact]
    public async Task B67_ManifestWithoutEnd_IsNotRead()
    {
        var closed = new TaskCompletionSource();
        await using var stub = await RegistryStub.StartAsync(async context =>
        {
            try
            {
                var part = new byte[64 * 1024];
                while (!(await context.Response.BodyWriter.WriteAsync(part, context.RequestAborted)).IsCompleted)
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, context.RequestAborted);
            }
            finally
            {
                closed.TrySetResult();
            }
        });
        Assert.Equal("registry.too_large", await CodeOf(stub));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Token);
    }

    [Fact]
    public async Task B67_ManifestThatSaysItIs64Megabytes_IsNotRead()
    {
        await using var stub = await RegistryStub.StartAsync(context =>
        {
            context.Response.ContentLength = 64 * 1024 * 1024;
            return context.Response.StartAsync();
        });
        Assert.Equal("registry.too_large", await CodeOf(stub));
    }

    [Fact]
    public async Task B67_TenThousandLayers_AreRefused()
    {
        var layer = """{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","size":1}""";
        var manifest = Manifest.Replace("\"layers\":[]", $"\"layers\":[{string.Join(',', Enumerable.Repeat(layer, 10_000))}]", StringComparison.Ordinal);
        await using var stub = await RegistryStub.StartAsync(context => context.Response.WriteAsync(manifest));
        Assert.Equal("registry.too_large", await CodeOf(stub));
    }

    /// <summary>B-76: an answer that would grow is not unpacked, and so does not hash to what was asked for.</summary>
    [Fact]
    public async Task B76_AnswerThatWouldGrow_IsNotUnpacked()
    {
        await using var stub = await RegistryStub.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(Encoding.UTF8.GetBytes(Manifest));
        });
        Assert.Equal("registry.malformed", await CodeOf(stub));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"schemaVersion\":\"2\"}")]
    [InlineData("{\"schemaVersion\":2,\"layers\":[{\"digest\":\"sha256:../../x\"}]}")]
    [InlineData("{\"schemaVersion\":2,\"layers\":[{\"digest\":\"md5:00\"}]}")]
    [InlineData("{\"schemaVersion\":2,\"layers\":{}}")]
    [InlineData("{\"schemaVersion\":2,\"config\":7}")]
    public async Task Manifest_ThatIsNone_IsTold(string body)
    {
        await using var stub = await RegistryStub.StartAsync(context => context.Response.WriteAsync(body));
        Assert.Equal("registry.malformed", await CodeOf(stub));
    }

    [Theory]
    [InlineData(401, "registry.unauthorized")]
    [InlineData(403, "registry.unauthorized")]
    [InlineData(404, "registry.not_found")]
    [InlineData(429, "registry.rate_limited")]
    [InlineData(500, "registry.failed")]
    [InlineData(503, "registry.rate_limited")]
    public async Task Answer_OtherThanGood_HasItsCode(int status, string code)
    {
        await using var stub = await RegistryStub.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "120";
            return context.Response.WriteAsync("a text of the registry's");
        });
        var failed = await Assert.ThrowsAsync<RegistryException>(() => AskAsync(stub, endpoint => endpoint, "latest"));
        Assert.Equal(code, failed.Code);
        Assert.Equal(status is 429 or 503 ? TimeSpan.FromSeconds(120) : null, failed.RetryAfter);
        Assert.DoesNotContain("a text of", failed.Message, StringComparison.Ordinal);
    }

    /// <summary>A registry that wants to be left alone is, by everything that asks, for as long as it says, and an hour at most.</summary>
    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "30", 30)]
    [InlineData(429, null, 60)]
    [InlineData(429, "864000", 3600)]
    public async Task RegistryThatWantsFewerRequests_IsLeftAlone(int status, string? said, int seconds)
    {
        var asked = 0;
        await using var stub = await RegistryStub.StartAsync(context =>
        {
            asked++;
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = said;
            return Task.CompletedTask;
        });
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var client = RegistryConnection.Open(RegistryEndpoint.Of(stub.Host, isPlain: true), null, time);
        for (var i = 0; i < 3; i++)
            Assert.Equal("registry.rate_limited", (await Assert.ThrowsAsync<RegistryException>(() => client.ManifestAsync("shop/web", "latest", Token))).Code);
        Assert.Equal(1, asked);

        time.Advance(TimeSpan.FromSeconds(seconds - 1));
        await Assert.ThrowsAsync<RegistryException>(() => client.ManifestAsync("shop/web", "latest", Token));
        Assert.Equal(1, asked);
        time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<RegistryException>(() => client.ManifestAsync("shop/web", "latest", Token));
        Assert.Equal(2, asked);
    }

    /// <summary>B-74: nothing found where not everything could be looked at is not "nobody signed".</summary>
    [Theory]
    [InlineData("referrers")]
    [InlineData(".sig")]
    [InlineData(".att")]
    public async Task Evidence_WhereOnePlaceCannotBeLookedAt_SaysSo(string place)
    {
        await using var stub = await RegistryStub.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path.Value!.Contains(place, StringComparison.Ordinal) ? 500 : 404;
            return Task.CompletedTask;
        });
        using var client = Open(stub, endpoint => endpoint);
        var evidence = await new ProvenanceReader(client, TimeProvider.System).ReadAsync("shop/web", "sha256:" + new string('a', 64), Token);
        Assert.Empty(evidence.Found);
        Assert.Equal("registry.failed", Assert.Single(evidence.Unread).Code);
    }

    [Fact]
    public async Task B74_MoreSignaturesThanAnybodyHas_AreNotAllFetched()
    {
        var payload = "{}"u8.ToArray();
        var layer = JsonSerializer.Serialize(new { mediaType = "application/vnd.dev.cosign.simplesigning.v1+json", digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(payload)), size = 2 });
        var manifest = Manifest.Replace("\"layers\":[]", $"\"layers\":[{string.Join(',', Enumerable.Repeat(layer, 900))}]", StringComparison.Ordinal);
        await using var stub = await RegistryStub.StartAsync(async context =>
        {
            var path = context.Request.Path.Value!;
            if (path.EndsWith(".sig", StringComparison.Ordinal))
                await context.Response.WriteAsync(manifest);
            else if (path.Contains("/blobs/", StringComparison.Ordinal))
                await context.Response.Body.WriteAsync(payload);
            else
                context.Response.StatusCode = 404;
        });
        using var client = Open(stub, endpoint => endpoint);
        var evidence = await new ProvenanceReader(client, TimeProvider.System).ReadAsync("shop/web", "sha256:" + new string('a', 64), Token);
        Assert.Equal(("registry.too_many_signatures", ProvenanceReader.MaxSignatures), (Assert.Single(evidence.Unread).Code, evidence.Found.Count));
        Assert.True(client.Requests < ProvenanceReader.MaxSignatures + 10, $"{client.Requests} requests");
    }

    private static async Task<string?> CodeOf(RegistryStub stub, Func<RegistryEndpoint, RegistryEndpoint>? with = null, string reference = "latest")
    {
        try
        {
            await AskAsync(stub, with ?? (endpoint => endpoint), reference);
            return null;
        }
        catch (RegistryException failed)
        {
            Assert.DoesNotContain("secret", failed.ToString(), StringComparison.Ordinal);
            return failed.Code;
        }
    }

    private static async Task AskAsync(RegistryStub stub, Func<RegistryEndpoint, RegistryEndpoint> with, string reference)
    {
        using var client = Open(stub, with);
        await client.ManifestAsync("shop/web", reference, Token);
    }

    private static RegistryClient Open(RegistryStub stub, Func<RegistryEndpoint, RegistryEndpoint> with) =>
        RegistryConnection.Open(with(RegistryEndpoint.Of(stub.Host, isPlain: true)), null, TimeProvider.System);

    private static Task Challenge(HttpContext context, string challenge)
    {
        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = challenge;
        return Task.CompletedTask;
    }
}
