using System.Net;
using System.Net.Sockets;
using Posture.Collectors.Outbound;
using Posture.Collectors.Sources;
using Posture.Collectors.Tests.Watching;
using Posture.TestKit;
using Posture.TestKit.ApiServer;

namespace Posture.Collectors.Tests.Outbound;

/// <summary>P-15 and P-10 at work: names that change their mind, several addresses, environment proxies, redirects.</summary>
public sealed class OutboundGuardTests
{
    private static readonly IPAddress Here = IPAddress.Loopback;
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");
    private static readonly OutboundRules HereOnly = OutboundRules.Uploaded([new(Here, 32)]);

    private readonly WaitableTime _time = new();

    [Fact]
    public async Task B25_NameThatChangesItsMind_IsRefusedAtTheSecondConnection()
    {
        await using var server = await ApiServerSimulator.StartAsync(new() { Types = WatchSession.Few });
        var answers = new Queue<IPAddress>([Here, Elsewhere]);
        var guard = new OutboundGuard(HereOnly) { Resolve = (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]) };

        await using var first = await guard.ConnectAsync("cluster.example", server.Address.Port, TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<SourceException>(() => guard.ConnectAsync("cluster.example", server.Address.Port, TestContext.Current.CancellationToken).AsTask());

        Assert.Equal("net.address_not_allowed", refused.Code);
    }

    [Fact]
    public async Task B25_NameThatChangesItsMindAfterARefusedHandshake_IsNotReachedByTheExplanation()
    {
        await using var server = await ApiServerSimulator.StartAsync(new() { Certificate = ServerCertificate.WrongAuthority, Types = WatchSession.Few });
        using var inner = new TcpListener(Elsewhere, server.Address.Port);
        inner.Start();
        var (lookups, connection) = (0, WatchSession.Connection(server, "admin-token", _time));
        connection = connection with
        {
            Server = new($"https://cluster.example:{server.Address.Port}"),
            Outbound = new(HereOnly) { Resolve = (_, _) => Task.FromResult<IPAddress[]>([Interlocked.Increment(ref lookups) == 1 ? Here : Elsewhere]) },
        };
        await using var session = WatchSession.StartWith(connection, _time);

        Assert.Equal("tls", (await session.ProblemAsync()).Code); // refused, and not explained: nobody was asked
        Assert.True(lookups >= 2);
        Assert.False(inner.Pending());
    }

    [Fact]
    public async Task B26_NameWithOneForbiddenAddressAmongOthers_Refused()
    {
        var guard = new OutboundGuard(OutboundRules.Uploaded([])) { Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), Here]) };
        var refused = await Assert.ThrowsAsync<SourceException>(() => guard.ConnectAsync("cluster.example", 443, TestContext.Current.CancellationToken).AsTask());
        Assert.Equal("net.address_not_allowed", refused.Code);
    }

    [Theory]
    [InlineData("https://2130706433/")]
    [InlineData("https://0177.1/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://169.254.169.254/")]
    public async Task B21_B22_B23_HoweverTheAddressIsWritten_RequestIsRefused(string url)
    {
        using var client = new HttpClient(new OutboundGuard(OutboundRules.Uploaded([])).Handler());
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(url), TestContext.Current.CancellationToken));
        Assert.Equal("net.address_not_allowed", Assert.IsType<SourceException>(refused.InnerException).Code);
    }

    [Fact]
    public async Task B27_Redirect_IsAnAnswerAndNotFollowed()
    {
        await using var server = await ApiServerSimulator.StartAsync(new() { Types = WatchSession.Few });
        server.Answer(_ => true, Fault.Redirect(new("https://192.168.7.7/")));
        using var handler = new OutboundGuard(HereOnly).Handler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        using var client = new HttpClient(handler);

        using var answer = await client.GetAsync(server.Address, TestContext.Current.CancellationToken);

        Assert.Equal("192.168.7.7", answer.Headers.Location?.Host);
    }

    [Fact]
    public void P10_ProxiesOfTheEnvironment_AreNotUsed_AnAdministratorsIs()
    {
        using var plain = new OutboundGuard(HereOnly).Handler();
        Assert.False(plain.UseProxy);

        using var proxied = new OutboundGuard(HereOnly) { Proxy = new("http://proxy.example:3128") }.Handler();
        Assert.Equal(new("http://proxy.example:3128"), proxied.Proxy!.GetProxy(new("https://cluster.example")));
    }

    [Fact]
    public async Task AdministratorsProxy_IsReachedThroughTheSameGuard()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)proxy.LocalEndpoint).Port}");
        using var client = new HttpClient(new OutboundGuard(OutboundRules.Configured(new("https://cluster.example"))) { Proxy = address }.Handler());
        var request = client.GetAsync(new Uri("https://cluster.example/"), TestContext.Current.CancellationToken);
        using var asked = await proxy.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(asked.GetStream());
        Assert.Equal("CONNECT cluster.example:443 HTTP/1.1", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        await asked.GetStream().WriteAsync("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<HttpRequestException>(() => request);
    }
}
