using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Posture.Dashboard.Security;
using Posture.TestKit;

namespace Posture.Dashboard.Tests.Security;

/// <summary>How many pages may be open, and what one of them may send (P-26, B-57).</summary>
public sealed class CircuitLimitTests(SecureStage stage) : IClassFixture<SecureStage>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Person_WithAllPagesOpen_IsToldSo_AndCanGoOnWhenOneIsClosed()
    {
        using var browser = await new Browser(stage.Server).SignInAsync("lead@demo");
        using var other = await new Browser(stage.Server).SignInAsync("manager@demo");
        var lines = new List<HubLine>();
        try
        {
            for (var i = 0; i < SecureStage.CircuitsOfAccount; i++)
            {
                browser.Address = $"203.0.113.{i}"; // wherever the person is
                lines.Add(await HubLine.OpenAsync(stage.Server, browser));
            }
            Assert.All(lines, line => Assert.Equal(HttpStatusCode.SwitchingProtocols, line.Status));
            browser.Address = "203.0.113.100";

            using (var refused = await HubLine.OpenAsync(stage.Server, browser))
                Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
            using (var page = await browser.GetAsync("/help"))
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
                Assert.NotNull(page.Headers.RetryAfter);
                var html = await page.Content.ReadAsStringAsync(Token);
                Assert.Contains("<h1>Too many open pages</h1>", html, StringComparison.Ordinal);
                Assert.Contains("<code>circuit.limited</code>", html, StringComparison.Ordinal);
            }
            // What needs no connection is there as before, and so is everything for everybody else.
            using (var still = await browser.GetAsync("/account/signed-out"))
                Assert.Equal(HttpStatusCode.OK, still.StatusCode);
            using (var served = await other.GetAsync("/help"))
                Assert.Equal(HttpStatusCode.OK, served.StatusCode);

            lines[0].Dispose();
            await Eventually.SeeAsync(
                async () =>
                {
                    using var page = await browser.GetAsync("/help");
                    return page.StatusCode;
                },
                status => status == HttpStatusCode.OK, Soon, Token);
            lines.Add(await HubLine.OpenAsync(stage.Server, browser));
            Assert.Equal(HttpStatusCode.SwitchingProtocols, lines[^1].Status);
        }
        finally
        {
            lines.ForEach(line => line.Dispose());
        }
    }

    [Fact]
    public async Task Address_WithAllPagesOpen_GetsNoMore_WhoeverAsks()
    {
        var browsers = new[] { "tenant@demo", "admin@demo", "tenant@demo", "admin@demo", "tenant@demo", "manager@demo" };
        var lines = new List<HubLine>();
        try
        {
            foreach (var account in browsers)
            {
                using var browser = await new Browser(stage.Server).SignInAsync(account);
                browser.Address = "192.0.2.77";
                lines.Add(await HubLine.OpenAsync(stage.Server, browser));
            }
            Assert.Equal(Enumerable.Repeat(HttpStatusCode.SwitchingProtocols, SecureStage.CircuitsOfAddress).Append(HttpStatusCode.TooManyRequests), lines.Select(line => line.Status));
        }
        finally
        {
            lines.ForEach(line => line.Dispose());
        }
    }

    [Fact]
    public async Task B57_MessageThatIsTooLong_EndsItsConnectionAndNoOther()
    {
        using var browser = await new Browser(stage.Server).SignInAsync("manager@demo");
        using var hostile = await HubLine.OpenAsync(stage.Server, browser);
        using var other = await HubLine.OpenAsync(stage.Server, browser);
        await other.SendAsync(new string('a', 30 * 1024));
        await hostile.SendAsync(new string('a', 40 * 1024));
        Assert.True(await hostile.EndsAsync(Soon));
        Assert.False(await other.EndsAsync(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task B57_EventsWithoutEnd_EndTheirConnectionAndNoOther_AndAreLogged()
    {
        using var browser = await new Browser(stage.Server).SignInAsync("manager@demo");
        using var hostile = await HubLine.OpenAsync(stage.Server, browser);
        using var other = await HubLine.OpenAsync(stage.Server, browser);
        try
        {
            for (var i = 0; i < SecureStage.Events * 20; i++)
            {
                await hostile.SendAsync();
                if (i % 4 == 0)
                    await other.SendAsync();
            }
        }
        catch (WebSocketException)
        {
            // Already cut off.
        }
        Assert.True(await hostile.EndsAsync(Soon));
        Assert.False(await other.EndsAsync(TimeSpan.FromSeconds(1)));
        Assert.Single(stage.Server.Log.All, line => line.Contains(nameof(EventLimit), StringComparison.Ordinal) && line.Contains("was cut off", StringComparison.Ordinal));
    }

    /// <summary>By HTTP/2 a browser opens a WebSocket with CONNECT; as a proxy this server is used by nobody.</summary>
    [Theory]
    [InlineData(true, "websocket", true)]
    [InlineData(true, "connect-udp", false)]
    [InlineData(false, null, false)]
    public async Task Connect_IsForWebSocketsOnly(bool extended, string? protocol, bool passes)
    {
        var passed = false;
        var context = new DefaultHttpContext { Request = { Method = "CONNECT" } };
        context.Features.Set<IHttpExtendedConnectFeature>(new Connect(extended, protocol));
        await new RequestGuard(_ =>
        {
            passed = true;
            return Task.CompletedTask;
        }).InvokeAsync(context);
        Assert.Equal(passes, passed);
        Assert.Equal(passes ? 200 : 405, context.Response.StatusCode);
    }

    private sealed record Connect(bool IsExtendedConnect, string? Protocol) : IHttpExtendedConnectFeature
    {
        public ValueTask<Stream> AcceptAsync() => throw new NotSupportedException();
    }
}
