using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Posture.Dashboard.Tests.Pages;

namespace Posture.Dashboard.Tests.Security;

/// <summary>Sizes, addresses that a proxy claims, and how often one may ask (P-26, B-55).</summary>
public sealed class RequestLimitTests(SecureStage stage, PostgresFixture postgres) : IClassFixture<SecureStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // chunked: what it is worth shows only while it is read
    public async Task Body_TooLarge_IsRefusedWithItsCode(bool announced)
    {
        using var browser = new Browser(stage.Server) { Accept = "application/json" };
        using var content = new ByteArrayContent(new byte[2 * 1024 * 1024]);
        using var streamed = new StreamContent(new MemoryStream(new byte[2 * 1024 * 1024]));
        using var answer = await browser.SendAsync(HttpMethod.Post, "/test/reads", announced ? content : streamed, headers =>
        {
            // An announced body is refused before it is sent; without asking first, a client may be cut off while it still sends.
            headers.ExpectContinue = announced;
            headers.TransferEncodingChunked = announced ? null : true;
        });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("\"code\":\"request.too_large\"", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /{0} HTTP/1.1\r\nHost: posture.example.com\r\n\r\n", 9000, "414")]
    [InlineData("GET / HTTP/1.1\r\nHost: posture.example.com\r\nX: {0}\r\n\r\n", 40_000, "431")]
    [InlineData("GET / HTTP/1.1\r\nHost: posture.example.com\r\nHost: other.example\r\n\r\n{0}", 0, "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: posture.example.com\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{0}", 1, "400")]
    public async Task Request_ThatIsNotHttpOrTooLong_IsRefusedByTheServerItself(string text, int filler, string status)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, stage.Server.Address.Port, Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(string.Format(CultureInfo.InvariantCulture, text, new string('a', filler))), Token);
        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith($"HTTP/1.1 {status} ", await reader.ReadLineAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task B55_ForwardedHeaders_OfAStranger_AreNotBelieved()
    {
        await using var plain = await ServerStage.StartAsync(postgres);
        using var browser = new Browser(plain, proxied: false);
        using var answer = await browser.SendAsync(HttpMethod.Get, "/test/connection", null, headers =>
        {
            headers.Add("X-Forwarded-For", "203.0.113.9");
            headers.Add("X-Forwarded-Proto", "https");
            headers.Add("X-Forwarded-Host", "evil.example");
        });
        Assert.Equal($"127.0.0.1 http {plain.Address.Authority}", await answer.Content.ReadAsStringAsync(Token));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security")); // http is what this installation has
    }

    [Fact]
    public async Task B55_ForwardedHeaders_OfAKnownProxy_AreBelievedOneHopDeep()
    {
        using var browser = new Browser(stage.Server) { Address = "203.0.113.66, 198.51.100.7" }; // the first is what the client wrote itself
        using var answer = await browser.SendAsync(HttpMethod.Get, "/test/connection", null, headers => headers.Add("X-Forwarded-Host", "evil.example"));
        Assert.Equal("198.51.100.7 https posture.example.com", await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("POST", "/account/sign-in", SecureStage.SignIns)]
    [InlineData("POST", "/_blazor/negotiate", SecureStage.Anonymous)]
    [InlineData("GET", "/account/sign-in", SecureStage.Anonymous)]
    [InlineData("GET", "/fleet", SecureStage.Anonymous)]
    [InlineData("GET", "/nothing", SecureStage.Anonymous)]
    public async Task Address_ThatAsksTooOften_IsToldToWait_AndNobodyElseIs(string method, string path, int limit)
    {
        using var machine = new Browser(stage.Server) { Accept = "application/json" };
        for (var i = 0; i < limit; i++)
        {
            using var answer = await machine.SendAsync(new(method), path);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, answer.StatusCode);
        }
        using var refused = await RefusedAsync(machine, method, path, limit);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("no-store", refused.Headers.CacheControl!.ToString());
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"status\":429,\"code\":\"rate.limited\"", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        using var other = new Browser(stage.Server);
        using var served = await other.SendAsync(new(method), path);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, served.StatusCode);
    }

    [Fact]
    public async Task Person_WhoIsToldToWait_SeesAPage_WhileProbesAndFilesAreServed()
    {
        using var browser = new Browser(stage.Server);
        using var refused = await RefusedAsync(browser, "GET", "/account/sign-in", 3 * SecureStage.Anonymous);
        Assert.Equal("text/html", refused.Content.Headers.ContentType!.MediaType);
        var page = await refused.Content.ReadAsStringAsync(Token);
        Assert.Contains("<h1>Too many requests</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<code>rate.limited</code>", page, StringComparison.Ordinal);
        foreach (var path in new[] { "/livez", "/css/tokens.css" })
        {
            using var served = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        }
        using var chinese = await browser.SendAsync(HttpMethod.Get, "/account/sign-in", null, headers => headers.Add("Accept-Language", "zh-Hans"));
        Assert.Contains("<h1>请求过多</h1>", WebUtility.HtmlDecode(await chinese.Content.ReadAsStringAsync(Token)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tenant@demo", " Tenant@Demo ")]
    [InlineData("nobody@nowhere.example", "nobody@nowhere.example")] // the answer does not tell that there is no such account
    public async Task Account_ThatIsTriedTooOften_IsClosedFromEverywhere_AndNoOtherIs(string account, string other)
    {
        for (var i = 0; i < SecureStage.AccountSignIns; i++)
        {
            using var one = new Browser(stage.Server) { Address = $"192.0.2.{i}" };
            using var answer = await one.TryAsync(account, "a wrong password");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < SecureStage.AccountSignIns && !statuses.Contains(HttpStatusCode.TooManyRequests); i++)
        {
            using var one = new Browser(stage.Server) { Address = $"192.0.2.{100 + i}" };
            using var answer = await one.TryAsync(other, "a wrong password");
            statuses.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        using var lead = await new Browser(stage.Server).SignInAsync("admin@demo");
    }

    /// <summary>The form of the second step names no account: whoever sends many must not use up the attempts of all who have such a step.</summary>
    [Fact]
    public async Task SecondStep_IsCountedByItsTicket_NotForEverybodyTogether()
    {
        for (var i = 0; i <= SecureStage.AccountSignIns; i++)
        {
            using var one = new Browser(stage.Server) { Address = $"203.0.113.{i}" };
            using var answer = await one.TryCodeAsync($"ticket {i}", "000000");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i <= 2 * SecureStage.AccountSignIns && !statuses.Contains(HttpStatusCode.TooManyRequests); i++)
        {
            using var one = new Browser(stage.Server) { Address = $"203.0.113.{100 + i}" };
            using var answer = await one.TryCodeAsync("the same ticket", "000000");
            statuses.Add(answer.StatusCode);
        }
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    /// <summary>Nor does a passkey: who sends many must not close the door to all who have one.</summary>
    [Fact]
    public async Task Passkey_IsCountedByThePageThatAsked_NotForEverybodyTogether()
    {
        for (var i = 0; i <= SecureStage.AccountSignIns; i++)
        {
            using var one = new Browser(stage.Server) { Address = $"203.0.113.{i}" };
            using var answer = await one.FillAsync("/", ("Form.Passkey", $"page {i}"), ("Form.Credential", "{}"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task SignIns_AreNotCountedAtTheAddressOfTheServerItself()
    {
        for (var i = 0; i < 2 * SecureStage.Anonymous; i++)
        {
            using var browser = new Browser(stage.Server) { Address = $"192.0.2.{200 + i}" };
            using var signedIn = await browser.SignInAsync(i % 2 == 0 ? "manager@demo" : "lead@demo");
        }
    }

    [Fact]
    public async Task Downloads_AreCountedByPerson_FromWhereverTheyCome()
    {
        using var lead = await new Browser(stage.Server).SignInAsync("lead@demo");
        using var other = await new Browser(stage.Server).SignInAsync("manager@demo");
        var path = $"/reports/{Guid.Empty}/csv";
        using (var first = await lead.GetAsync(path))
            Assert.Equal(HttpStatusCode.NotFound, first.StatusCode);
        lead.Address = "198.51.100.254";
        using var refused = await RefusedAsync(lead, "GET", path, 3 * SecureStage.Reports);
        using var served = await other.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, served.StatusCode);
        using var page = await lead.GetAsync("/help");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    /// <summary>The first answer that says to wait; some tokens may have come back meanwhile.</summary>
    private static async Task<HttpResponseMessage> RefusedAsync(Browser browser, string method, string path, int atMost)
    {
        for (var i = 0; i < atMost; i++)
        {
            var answer = await browser.SendAsync(new(method), path);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                return answer;
            answer.Dispose();
        }
        throw new InvalidOperationException("never refused");
    }
}
