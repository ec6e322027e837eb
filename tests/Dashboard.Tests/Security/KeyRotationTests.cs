using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Posture.Collectors.Cli;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Boundary;
using Posture.Dashboard.Tests.Pages;
using Posture.Dashboard.Tokens;
using Posture.TestKit;

namespace Posture.Dashboard.Tests.Security;

/// <summary><c>posture admin rotate-keys</c> against running dashboards (P-21): what was given out before is worth nothing, on every replica, and what is given out after is.</summary>
public sealed class KeyRotationTests(PostgresFixture postgres) : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("posture-rotation-").FullName;

    /// <summary>P-18 allows thirty seconds; a signal is sent, so it is one or two.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task P21_Rotated_NothingOldOpensAnything_OnAnyReplica_AndPeopleSignInAgain()
    {
        await using var stage = await ServerStage.StartAsync(postgres, Behind("Posture:Data", _data));
        await using var replica = await ServerStage.StartAsync(postgres, [.. Behind("ConnectionStrings:Posture", stage.Database), ("Posture:Data", _data), ("Posture:Demo", "false")]);
        using var browser = await new Browser(stage).SignInAsync("lead@demo");
        using var programs = new Programs(stage);
        var token = await programs.TokenAsync("lead@demo", new("before", Roles.Lead, [], ApiScopes.All, null));
        var client = await programs.ClientAsync("admin@demo", new("machine", Roles.Lead, [], ApiScopes.All, null));
        (string, string)[] grant = [("grant_type", "client_credentials"), ("client_id", client.Id!), ("client_secret", client.Secret!)];
        var access = await AccessAsync(programs, grant);
        var secret = await SecondFactorAsync(stage, "manager@demo");
        foreach (var opens in new[] { token, access })
            Assert.Equal(HttpStatusCode.OK, (await programs.GetAsync("/api/v1/clusters", opens)).Status);
        var cookies = browser.Cookies;
        foreach (var server in new[] { stage, replica })
            Assert.Null(await WhereAsync(server, cookies));
        var frames = HubLine.FramesAsync(stage, browser, "/help", Soon, until: "/account/ended");
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, Token); // the page is open

        var watch = Stopwatch.StartNew();
        var said = await RotateAsync(stage.Database);

        Assert.Matches("^[3-9] sessions, 1 API tokens and [1-9] codes and access tokens ended; keys rotated\n$", said);
        foreach (var opened in new[] { token, access })
            Assert.Equal(HttpStatusCode.Unauthorized, (await programs.GetAsync("/api/v1/clusters", opened)).Status);
        foreach (var server in new[] { stage, replica })
            Assert.Contains("/connect/authorize", await WhereAsync(server, cookies), StringComparison.Ordinal);
        Assert.Contains("/account/ended", await frames, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"token and open page ended within {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.True(watch.Elapsed < Soon);

        // One new key, which both take up without a restart; the application's own secret still is one, and so is the second factor.
        foreach (var server in new[] { stage, replica })
            await Eventually.SeeAsync(() => Task.FromResult(server.Log.Warnings.Contains("keys were rotated", StringComparison.Ordinal)), static seen => seen, Soon, Token);
        var keep = replica.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
        Assert.Equal("text", stage.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(keep.Protect("text")));
        Assert.Equal(HttpStatusCode.OK, (await programs.GetAsync("/api/v1/clusters", await AccessAsync(programs, grant))).Status);
        using var again = await new Browser(stage).SignInAsync("lead@demo");
        using var page = await again.GetAsync("/fleet");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        await using var scope = stage.Services.CreateAsyncScope();
        var manager = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByNameAsync("manager@demo");
        var code = OneTimeCode.Of(secret, OneTimeCode.StepOf(TimeProvider.System.GetUtcNow()));
        Assert.Equal(SignInMethod.App, await scope.ServiceProvider.GetRequiredService<SecondFactors>().SpendAsync(manager!.Id, code, Token));
    }

    [Fact]
    public async Task Rotated_WhileNoDashboardRuns_TheNextStartHasKeysOfItsOwn()
    {
        string before;
        var stage = await ServerStage.StartAsync(postgres, ("Posture:Data", _data));
        await using (var scope = stage.Services.CreateAsyncScope())
            before = (await scope.ServiceProvider.GetRequiredService<IdentityStore>().SigningKeys.AsNoTracking().SingleAsync(key => key.Kind == "signing", Token)).Payload;
        await stage.DisposeAsync();
        await RotateAsync(stage.Database);

        await using var next = await ServerStage.StartAsync(postgres, ("ConnectionStrings:Posture", stage.Database), ("Posture:Data", _data));
        using var browser = await new Browser(next, proxied: false).SignInAsync("lead@demo");
        await using var later = next.Services.CreateAsyncScope();
        Assert.NotEqual(before, (await later.ServiceProvider.GetRequiredService<IdentityStore>().SigningKeys.AsNoTracking().SingleAsync(key => key.Kind == "signing", Token)).Payload);
    }

    private static async Task<string> RotateAsync(string database)
    {
        using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, await CommandLine.RunAsync(["admin", "rotate-keys", "--connection", database], output, TextWriter.Null, Token));
        return output.ToString();
    }

    /// <summary>As replicas are: one public address, behind a proxy.</summary>
    private static (string, string)[] Behind(string key, string value) => [("Posture:PublicUrl", "https://posture.example.com"), ("Posture:KnownProxies:0", "127.0.0.1"), (key, value)];

    /// <summary>Where the fleet page sends who shows these cookies; null when it is shown.</summary>
    private static async Task<string?> WhereAsync(ServerStage server, string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/fleet"));
        request.Headers.Add("Cookie", cookies);
        request.Headers.Add("Accept", "text/html");
        request.Headers.Host = "posture.example.com";
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "192.0.2.80");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var answer = await http.SendAsync(request, Token);
        return answer.Headers.Location?.OriginalString;
    }

    private static async Task<string> AccessAsync(Programs programs, (string, string)[] grant)
    {
        var answer = await programs.GrantAsync(grant);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        using var document = System.Text.Json.JsonDocument.Parse(answer.Body);
        return document.RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task<byte[]> SecondFactorAsync(ServerStage stage, string name)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByNameAsync(name);
        var secret = System.Security.Cryptography.RandomNumberGenerator.GetBytes(20);
        Assert.True(await scope.ServiceProvider.GetRequiredService<SecondFactors>().PutAsync(account!.Id, secret, OneTimeCode.Of(secret, OneTimeCode.StepOf(TimeProvider.System.GetUtcNow()) - 1), Token));
        return secret;
    }
}
