using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Posture.Dashboard.Tests.Security;

/// <summary>reliability.md §7.1 over every route, method, status and content type, signed in and not.</summary>
public sealed partial class ResponseHeaderTests(SecureStage stage) : IClassFixture<SecureStage>
{
    private ServerStage Server => stage.Server;

    /// <summary>What a file to keep may do where it is opened: nothing.</summary>
    private const string OfAFile = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("admin@demo")]
    public async Task EveryRoute_EveryMethod_CarriesTheHeaders(string? account)
    {
        using var browser = new Browser(Server);
        if (account is not null)
            await browser.SignInAsync(account);
        var (seen, n) = (new HashSet<(int, string?)>(), 0);
        foreach (var (path, method, asset) in Routes())
        {
            browser.Address = $"203.0.113.{n++ / 10}";
            using var answer = await browser.SendAsync(new(method), path);
            Check(answer, $"{method} {path}", asset, policy: answer.Content.Headers.ContentDisposition is { DispositionType: "attachment" } ? OfAFile : null);
            seen.Add(((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            if (answer.Content.Headers.ContentType?.MediaType == "text/html")
                Assert.DoesNotMatch(InlineScriptPattern(), await answer.Content.ReadAsStringAsync(Token));
        }
        Assert.True(n > 100, $"only {n} routes");
        Assert.Contains((200, "text/html"), seen);
        Assert.Contains((200, "text/javascript"), seen);
        Assert.Contains(seen, pair => pair.Item1 == 302);
        Assert.Contains(seen, pair => pair.Item1 == 400);
    }

    [Theory]
    [InlineData("GET", "/nothing/here", 404, "request.not_found")]
    [InlineData("GET", "/css/nothing.css", 404, "request.not_found")]
    [InlineData("DELETE", "/livez", 405, "request.method_not_allowed")]
    [InlineData("TRACE", "/fleet", 405, "request.method_not_allowed")]
    [InlineData("TRACK", "/fleet", 405, "request.method_not_allowed")]
    [InlineData("POST", "/account/sign-in", 400, "request.forgery")]
    [InlineData("POST", "/account/sign-out", 400, "request.bad")]
    [InlineData("GET", "/test/throws", 500, "server.error")]
    public async Task Error_ForMachinesAndForPeople_CarriesTheHeadersAndACode(string method, string path, int status, string code)
    {
        using var machine = await new Browser(Server).SignInAsync("manager@demo");
        machine.Accept = "application/json";
        using var told = await machine.SendAsync(new(method), path, Form(method));
        Check(told, path, asset: false);
        Assert.Equal(status, (int)told.StatusCode);
        Assert.Equal("application/problem+json", told.Content.Headers.ContentType?.MediaType);
        var body = await told.Content.ReadAsStringAsync(Token);
        Assert.Contains($"\"status\":{status},\"code\":\"{code}\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", body, StringComparison.Ordinal);

        using var person = await new Browser(Server).SignInAsync("manager@demo");
        using var shown = await person.SendAsync(new(method), path, Form(method));
        Check(shown, path, asset: false);
        Assert.Equal(status, (int)shown.StatusCode);
        var page = await shown.Content.ReadAsStringAsync(Token);
        Assert.Contains("<h1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(InlineScriptPattern(), page);
    }

    [Fact]
    public async Task Name_ThatIsNotOurs_IsRefusedAndNotRepeated()
    {
        using var browser = new Browser(Server, "evil.example");
        using var answer = await browser.GetAsync("/fleet");
        Check(answer, "/fleet", asset: false, socket: "");
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.DoesNotContain("evil", answer.ToString() + await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-Proto")] // sends nothing of the kind
    [InlineData("X-Forwarded-For")] // sends what nobody can believe
    public async Task Proxy_ThatDoesNotSayHowPeopleCome_IsToldWhatItLacks(string missing)
    {
        using var browser = new Browser(Server);
        using var answer = await browser.SendAsync(HttpMethod.Get, "/account/sign-in", null, headers =>
        {
            headers.Remove(missing);
            if (missing == "X-Forwarded-For")
                headers.Add(missing, "198.18.0.256");
        });
        Check(answer, "sign-in", asset: false, socket: " ws://posture.example.com");
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.StartsWith("request.insecure: ", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task B56_ForeignOrigin_IsRefusedWithItsCode()
    {
        using var browser = new Browser(Server) { Accept = "*/*" };
        using var answer = await browser.SendAsync(HttpMethod.Post, "/_blazor/negotiate", null, headers => headers.Add("Origin", "https://evil.example"));
        Check(answer, "negotiate", asset: false);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("\"code\":\"origin.foreign\"", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_OfASignIn_ArePinnedToThisHost()
    {
        using var browser = new Browser(Server);
        await browser.SignInAsync("lead@demo");
        Assert.True(browser.Baked.Select(cookie => cookie.Split('=')[0]).Distinct().Count() >= 4, string.Join('\n', browser.Baked));
        Assert.All(browser.Baked, cookie =>
        {
            var attributes = cookie.ToLowerInvariant().Split(';', StringSplitOptions.TrimEntries);
            Assert.StartsWith("__host-posture", attributes[0], StringComparison.Ordinal);
            Assert.Contains("secure", attributes);
            Assert.Contains("httponly", attributes);
            Assert.Contains("path=/", attributes);
            Assert.Contains(attributes, attribute => attribute is "samesite=lax" or "samesite=strict");
            Assert.DoesNotContain(attributes, attribute => attribute.StartsWith("domain=", StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData("html", "text/html")]
    [InlineData("csv", "text/csv")]
    public async Task Download_IsAFile_ThatCanDoNothingWhereItIsOpened(string form, string type)
    {
        var id = await Server.ReportAsync("lead@demo", "lead");
        using var browser = await new Browser(Server).SignInAsync("lead@demo");
        using var file = await browser.GetAsync($"/reports/{id}/{form}");
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Equal(type, file.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("attachment; filename=posture-", file.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        Check(file, form, asset: false, policy: OfAFile);

        using var shown = await browser.GetAsync($"/reports/{id}/view");
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Check(shown, "view", asset: false);
    }

    [Fact]
    public void DetailedErrors_AreOff_EvenWhenTheHostIsToldOtherwise() =>
        Assert.False(Server.Services.GetRequiredService<IOptions<CircuitOptions>>().Value.DetailedErrors);

    private static FormUrlEncodedContent? Form(string method) => method == "POST" ? new([]) : null;

    private IEnumerable<(string Path, string Method, bool Asset)> Routes()
    {
        foreach (var endpoint in Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
            {
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { IsCatchAll: true } => "deep/er",
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "id" } => Guid.Empty.ToString(),
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "form" } => "csv",
                _ => "x",
            }))));
            var asset = endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;
            var methods = endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"];
            foreach (var method in asset ? methods.Where(method => method == "GET") : methods)
                if (path != "/test/reads" && path != "/test/throws")
                    yield return (path, method, asset);
        }
    }

    private static void Check(HttpResponseMessage answer, string what, bool asset, string socket = " wss://posture.example.com", string? policy = null)
    {
        string Only(string name) => answer.Headers.TryGetValues(name, out var values) && values.ToList() is [var single] ? single : $"{what}: {name} is not there once";
        Assert.Equal(
            policy ?? "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
            + $"connect-src 'self'{socket}; form-action 'self'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'; manifest-src 'self'",
            Only("Content-Security-Policy"));
        Assert.Equal("max-age=63072000; includeSubDomains", Only("Strict-Transport-Security"));
        Assert.Equal("nosniff", Only("X-Content-Type-Options"));
        Assert.Equal("DENY", Only("X-Frame-Options"));
        Assert.Equal("no-referrer", Only("Referrer-Policy"));
        Assert.Equal("same-origin", Only("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Only("Cross-Origin-Resource-Policy"));
        Assert.Equal("camera=(), microphone=(), geolocation=(), clipboard-read=()", Only("Permissions-Policy"));
        Assert.False(answer.Headers.Contains("Server"), what);
        Assert.False(answer.Headers.Contains("X-Powered-By"), what);
        if (!asset || (int)answer.StatusCode >= 400)
            Assert.Equal("no-store", Only("Cache-Control"));
    }

    [GeneratedRegex("<script(?![^>]*\\ssrc=)|<[a-z][^>]*\\son[a-z]+=|javascript:", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex InlineScriptPattern();
}
