using System.Net;

namespace Posture.EndToEnd;

/// <summary>What a request meets before any page: headers, the names and origins that are answered, and that nothing is shown without a session.</summary>
public sealed class RequestTests(Site site) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site.Address };

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("/fleet")]
    [InlineData("/livez")]
    [InlineData("/account/sign-in")]
    [InlineData("/not-there")]
    [InlineData("/css/tokens.css")]
    public async Task Answer_AnyPath_CarriesTheSecurityHeaders(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/fleet")]
    [InlineData("/findings")]
    [InlineData("/clusters/production")]
    [InlineData("/drift")]
    [InlineData("/reports")]
    [InlineData("/compliance")]
    [InlineData("/")]
    public async Task Page_WithoutSession_LeadsToTheProviderAndShowsNothing(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/connect/authorize", answer.Headers.Location!.AbsolutePath);
        Assert.Contains("code_challenge_method=S256", answer.Headers.Location.Query, StringComparison.Ordinal);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Circuit_FromAForeignOrigin_IsRefused()
    {
        using var foreign = Negotiate("https://evil.example");
        using var refused = await _http.SendAsync(foreign, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var own = Negotiate(site.Address.GetLeftPart(UriPartial.Authority));
        using var taken = await _http.SendAsync(own, TestContext.Current.CancellationToken);
        Assert.NotEqual(HttpStatusCode.Forbidden, taken.StatusCode);
    }

    [Fact]
    public async Task Page_UnderAForeignName_IsNotAnswered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in");
        request.Headers.Host = "rebound.example";
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.StartsWith("host.unknown:", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static HttpRequestMessage Negotiate(string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin);
        return request;
    }
}
