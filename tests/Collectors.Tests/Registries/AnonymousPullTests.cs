using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Collectors.Hosting;
using Posture.Collectors.Registries;
using Posture.Collectors.Trust;
using Posture.Model.Inventory;
using Posture.TestKit.Registry;

namespace Posture.Collectors.Tests.Registries;

/// <summary>Whether a registry gives images to somebody without credentials: asked without ours, once a day, and never guessed.</summary>
public sealed class AnonymousPullTests : IAsyncLifetime
{
    private const string Secret = "a secret of ours", Mine = "Bearer mine", Anybodys = "Bearer anybodys";

    private readonly RegistryContent _content = new();
    private readonly FakeTimeProvider _time = new(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private string _folder = "";
    private RegistryStub? _stub;
    private Func<HttpContext, Task> _toAnybody = _ => Task.CompletedTask;
    private bool _hasTokens = true;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Basic => "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"robot:{Secret}"));

    private RegistryStub Stub => _stub!;

    public async ValueTask InitializeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("posture-anonymous-").FullName;
        await File.WriteAllTextAsync(Path.Combine(_folder, "password"), Secret, Token);
        _stub = await RegistryStub.StartAsync(AnswerAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await Stub.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("content", true)]
    [InlineData("401", false)]
    [InlineData("403", false)]
    [InlineData("404", false)] // as registries answer that do not tell what they have
    [InlineData("no token", false)]
    [InlineData("500", null)]
    [InlineData("429", null)]
    [InlineData("page", null)] // of sign-on: it is no image, whatever its status
    [InlineData("another image", null)]
    public async Task Registry_WithTokens_IsAskedAsAnybodyWouldAsk(string answer, bool? expected)
    {
        var digest = _content.Push("shop/web", "1.0.0");
        _content.Push("shop/web", "2.0.0", "2026-10-02");
        _hasTokens = answer != "no token";
        _toAnybody = context => answer switch
        {
            "content" => _content.AnswerAsync(context),
            "page" => context.Response.WriteAsync("<html>sign on</html>"),
            "another image" => AnotherAsync(context),
            _ => Status(context, int.Parse(answer, System.Globalization.CultureInfo.InvariantCulture)),
        };
        using var keeper = Keeper(withLogin: true);

        var facts = await LookAsync(keeper, "shop/web", digest);

        Assert.Equal((expected, ImageRegistry.Plain, $"{Stub.Host}/shop/web"), (facts.Registry!.AnonymousPull, facts.Registry.Transport, facts.Registry.Repository));
        Assert.Equal("notSigned", facts.Trust!.State); // our own questions are answered
    }

    /// <summary>The question shows neither the password nor a token that was had for it.</summary>
    [Fact]
    public async Task Question_ShowsNoCredential()
    {
        var digest = _content.Push("shop/web", "1.0.0");
        _toAnybody = _content.AnswerAsync;
        using var keeper = Keeper(withLogin: true);
        await LookAsync(keeper, "shop/web", digest);

        var tokens = Stub.Asked.Where(asked => asked.Path.StartsWith("/token", StringComparison.Ordinal)).Select(asked => asked.Authorization).ToList();
        Assert.Equal([Basic, null], tokens);
        var asked = Assert.Single(Stub.Asked, asked => asked.Authorization == Anybodys);
        Assert.Equal($"/v2/shop/web/manifests/{digest}", asked.Path);
        // The first question of each is sent bare, as by anybody who does not know yet what the registry wants.
        Assert.Equal(2, Stub.Asked.Count(request => request.Authorization is null && request.Path.StartsWith("/v2/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Registry_WithPasswords_IsAskedBare()
    {
        var digest = _content.Push("shop/web", "1.0.0");
        await using var stub = await RegistryStub.StartAsync(context =>
        {
            if (context.Request.Headers.Authorization == Basic)
                return _content.AnswerAsync(context);
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"r\"";
            return Status(context, 401);
        });
        using var keeper = Keeper(withLogin: true, stub);

        Assert.False((await LookAsync(keeper, "shop/web", digest, stub)).Registry!.AnonymousPull);
        Assert.Equal([Basic, null], stub.Asked.Where(asked => asked.Path.EndsWith($"/manifests/{digest}", StringComparison.Ordinal)).Select(asked => asked.Authorization).Distinct().OrderDescending());
    }

    [Fact]
    public async Task Repository_IsAskedOnceADay_WhateverRunsOfIt()
    {
        _toAnybody = _content.AnswerAsync;
        var digests = Enumerable.Range(0, 5).Select(i => _content.Push("shop/web", $"1.0.{i}")).ToList();
        using var keeper = Keeper(withLogin: true);

        await Task.WhenAll(digests.Select(digest => LookAsync(keeper, "shop/web", digest)));
        Assert.Single(Stub.Asked, asked => asked.Authorization == Anybodys);

        _time.Advance(TimeSpan.FromHours(25));
        _toAnybody = context => Status(context, 403);
        foreach (var digest in digests)
            Assert.False((await LookAsync(keeper, "shop/web", digest)).Registry!.AnonymousPull);
        Assert.Equal(2, Stub.Asked.Count(asked => asked.Authorization == Anybodys));
    }

    /// <summary>What cannot be read with our own credentials is not asked for without: nothing is known then.</summary>
    [Fact]
    public async Task Image_ThatIsNotThere_LeavesItUnknown()
    {
        using var keeper = Keeper(withLogin: true);
        var facts = await LookAsync(keeper, "shop/web", "sha256:" + new string('a', 64));

        Assert.Null(facts.Registry);
        Assert.Null(facts.Manifests);
    }

    [Fact]
    public async Task Registry_WithoutALogin_IsOpenWhenItGivesTheImage()
    {
        var digest = _content.Push("shop/web", "1.0.0");
        _toAnybody = _content.AnswerAsync;
        using var keeper = Keeper(withLogin: false);

        Assert.True((await LookAsync(keeper, "shop/web", digest)).Registry!.AnonymousPull);
        Assert.Single(Stub.Asked, one => one.Path.EndsWith("/manifests/" + digest, StringComparison.Ordinal)); // what it gave was given to nobody in particular
    }

    [Theory]
    [InlineData(false, null, ImageRegistry.SystemTrust)]
    [InlineData(false, "ca.pem", ImageRegistry.OwnTrust)]
    [InlineData(true, null, ImageRegistry.Plain)]
    public void Transport_IsThatOfTheSettings(bool plain, string? authority, string expected) =>
        Assert.Equal(expected, new RegistryDefinition { Host = "registry.example.com", PlainHttp = plain, AuthorityFile = authority }.Transport);

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private Task AnotherAsync(HttpContext context)
    {
        context.Request.Path = "/v2/shop/web/manifests/2.0.0";
        return _content.AnswerAsync(context);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var shown = context.Request.Headers.Authorization.FirstOrDefault();
        if (context.Request.Path == "/token")
        {
            if (shown is null ? !_hasTokens : shown != Basic)
                context.Response.StatusCode = 401;
            else
                await context.Response.WriteAsync(shown is null ? """{"token":"anybodys"}""" : """{"token":"mine"}""", Token);
        }
        else if (shown == Mine)
            await _content.AnswerAsync(context);
        else if (shown == Anybodys)
            await _toAnybody(context);
        else
        {
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"http://{context.Request.Host}/token\",service=\"s\"";
            context.Response.StatusCode = 401;
        }
    }

    private async Task<ImageFactsData> LookAsync(ImageKeeper keeper, string repository, string digest, RegistryStub? stub = null) =>
        (await keeper.LookAsync(ImageReference.Parse($"{(stub ?? Stub).Host}/{repository}@{digest}")!.Value, digest, PosturePolicy.Default, [], Token))!;

    private ImageKeeper Keeper(bool withLogin, RegistryStub? stub = null)
    {
        var registry = new RegistryDefinition { Host = (stub ?? Stub).Host, PlainHttp = true };
        var configured = new Configured(new() { Registries = [withLogin ? registry with { UserName = "robot", PasswordFile = Path.Combine(_folder, "password") } : registry] });
        return new(configured, new(configured, _time, NullLogger<TrustKeeper>.Instance), new(null, _time, NullLogger<ImageMemory>.Instance), _time, NullLogger<ImageKeeper>.Instance);
    }

    private sealed class Configured(CollectorOptions options) : IOptionsMonitor<CollectorOptions>
    {
        public CollectorOptions CurrentValue => options;

        public CollectorOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<CollectorOptions, string?> listener) => null;
    }
}
