using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Posture.Dashboard.Tests.Pages;

namespace Posture.Dashboard.Tests.Security;

/// <summary>The embedded provider hands a sign-in to the one address that is ours, and takes each answer once, in the browser that asked (ASVS 10.4, 10.5).</summary>
public sealed class ProviderTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Authorize_WithAnotherRedirectAddress_SendsNothingThere()
    {
        await using var stage = await ServerStage.StartAsync(postgres);
        using var browser = await new Browser(stage, proxied: false).SignInAsync("lead@demo");
        using var challenge = await new Browser(stage, proxied: false).GetAsync("/fleet");
        var asked = challenge.Headers.Location!;
        var redirect = QueryHelpers.ParseQuery(asked.Query)["redirect_uri"].Single()!;
        using (var good = await browser.GetAsync(asked.PathAndQuery))
            Assert.StartsWith(redirect, await WhereAsync(good), StringComparison.Ordinal);

        foreach (var other in new[]
        {
            "https://evil.example.com/signin-oidc", redirect + "/x", redirect + "?a=b", redirect.Replace("http:", "https:", StringComparison.Ordinal), redirect.ToUpperInvariant(),
            redirect.Replace("127.0.0.1", "127.0.0.1@evil.example.com", StringComparison.Ordinal), redirect[..redirect.LastIndexOf('/')], "javascript:alert(1)", "",
        })
        {
            using var answer = await browser.GetAsync(asked.PathAndQuery.Replace(Uri.EscapeDataString(redirect), Uri.EscapeDataString(other), StringComparison.Ordinal));
            Assert.Equal((other, HttpStatusCode.BadRequest, (Uri?)null), (other, answer.StatusCode, answer.Headers.Location));
            Assert.DoesNotContain("code=", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Answer_IsTakenOnce_AndByTheBrowserThatAsked()
    {
        await using var stage = await ServerStage.StartAsync(postgres);
        using var browser = await new Browser(stage, proxied: false).SignInAsync("lead@demo");
        using var stranger = new Browser(stage, proxied: false);
        using var second = new Browser(stage, proxied: false);
        // A second window of the same person, up to the answer that the provider gives to be brought back.
        using (var asked = await second.GetAsync("/fleet"))
        using (var form = await second.FillAsync(asked.Headers.Location!.PathAndQuery, ("Form.Email", "lead@demo"), ("Form.Password", ServerStage.Password)))
        using (var answer = await second.GetAsync(await WhereAsync(form)))
        {
            var back = new Uri(await WhereAsync(answer)).PathAndQuery;
            Assert.Contains("code=", back, StringComparison.Ordinal);
            using (var stolen = await stranger.GetAsync(back))
                Assert.Contains("code=sso.failed", await WhereAsync(stolen), StringComparison.Ordinal);
            Assert.False(await IsInAsync(stranger));
            using (await second.GetAsync(back))
                Assert.True(await IsInAsync(second));
            using (var again = await second.GetAsync(back))
                Assert.Contains("code=sso.failed", await WhereAsync(again), StringComparison.Ordinal);
        }
    }

    private static async Task<bool> IsInAsync(Browser browser)
    {
        using var fleet = await browser.GetAsync("/fleet");
        return fleet.StatusCode == HttpStatusCode.OK;
    }

    private static async Task<string> WhereAsync(HttpResponseMessage answer) =>
        answer.Headers.Location?.OriginalString ?? throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Token)}");
}
