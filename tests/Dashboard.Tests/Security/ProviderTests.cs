using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Posture.Dashboard.Identity;
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

    /// <summary>A sign-in without a proof key, or with one that whoever reads the address could answer, is not begun (RFC 9700 §2.1.1).</summary>
    [Fact]
    public async Task B52_Authorize_WithoutAProofKey_GivesNoCode()
    {
        await using var stage = await ServerStage.StartAsync(postgres);
        using var browser = await new Browser(stage, proxied: false).SignInAsync("lead@demo");
        using var challenge = await new Browser(stage, proxied: false).GetAsync("/fleet");
        var asked = QueryHelpers.ParseQuery(challenge.Headers.Location!.Query).ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
        foreach (var method in new[] { null, "plain" })
        {
            asked["code_challenge_method"] = method;
            if (method is null)
                asked.Remove("code_challenge");
            else
                asked["code_challenge"] = new string('x', 43);
            using var answer = await browser.GetAsync(QueryHelpers.AddQueryString("/connect/authorize", asked));
            var said = answer.Headers.Location?.Query + await answer.Content.ReadAsStringAsync(Token);
            Assert.False(said.Contains("code=", StringComparison.Ordinal), $"{method ?? "none"}: {said}");
            Assert.Contains("invalid_request", said, StringComparison.Ordinal);
        }
    }

    /// <summary>Cookies that were cut, changed or made up are nobody's: the page leads to the sign-in, and nothing breaks.</summary>
    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("long")]
    [InlineData("empty")]
    public async Task B54_Cookie_ThatIsNotOurs_IsNobodys(string how)
    {
        await using var stage = await ServerStage.StartAsync(postgres);
        using var browser = await new Browser(stage, proxied: false).SignInAsync("lead@demo");
        using var forger = new Browser(stage, proxied: false);
        var cookies = string.Join("; ", browser.Cookies.Split("; ").Select(cookie => cookie.Split('=', 2)).Select(pair => pair[0] + "=" + how switch
        {
            "cut" => pair[1][..(pair[1].Length / 2)],
            "changed" => pair[1][..^8] + "AAAAAAAA",
            "long" => pair[1] + new string('x', 5000),
            _ => "",
        }));

        using var answer = await forger.SendAsync(HttpMethod.Get, "/fleet", change: headers => headers.Add("Cookie", cookies));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/connect/authorize", answer.Headers.Location!.AbsolutePath);
    }

    [Theory]
    [InlineData("/findings?sev=high", "/findings?sev=high")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("//evil.example.com", "/")]
    [InlineData("/\\evil.example.com", "/")]
    [InlineData("\\\\evil.example.com", "/")]
    [InlineData("https:evil.example.com", "/")]
    [InlineData("https://evil.example.com/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/\t/evil.example.com", "/")]
    [InlineData("/a\r\nLocation: https://evil.example.com", "/")]
    [InlineData(" /findings", "/")]
    public void B51_ReturnAddress_IsOneOfOurs(string? given, string followed) => Assert.Equal(followed, IdentityEndpoints.LocalOrHome(given));

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
