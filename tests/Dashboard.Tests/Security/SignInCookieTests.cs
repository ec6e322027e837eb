using System.Net;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Tests.Security;

/// <summary>A browser that is sent to the provider again and again, as tabs that were left open do, can still sign in.</summary>
public sealed class SignInCookieTests(SecureStage stage) : IClassFixture<SecureStage>
{
    private ServerStage Server => stage.Server;

    [Fact]
    public async Task Visitor_WhoIsSentToSignInOften_KeepsFewCookies_AndSignsIn()
    {
        using var browser = new Browser(Server);
        for (var i = 0; i < 80; i++)
        {
            browser.Address = $"203.0.113.{i / 10}"; // limits by address are another matter
            using var answer = await browser.GetAsync("/fleet");
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }
        Assert.Equal(2 * (SignInCookies.Most + 1), browser.Cookies.Split("; ").Count(cookie => cookie.Contains("-nonce.", StringComparison.Ordinal) || cookie.Contains("-correlation.", StringComparison.Ordinal)));

        await browser.SignInAsync("admin@demo");
    }

    [Fact]
    public async Task Machine_IsToldNo_AndGetsNoCookie()
    {
        using var browser = new Browser(Server);
        using var answer = await browser.SendAsync(HttpMethod.Post, "/_blazor/initializers");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(browser.Baked);
    }
}
