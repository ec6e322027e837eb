using Posture.Collectors.Sources;
using Posture.TestKit;
using Posture.TestKit.ApiServer;

namespace Posture.Collectors.Tests.Watching;

/// <summary>P-12: only the configured name and authority are accepted; redirects are never followed.</summary>
public sealed class TransportTests
{
    private readonly WaitableTime _time = new();

    [Theory]
    [InlineData(ServerCertificate.WrongHost, "tls.wrong_host")]
    [InlineData(ServerCertificate.WrongAuthority, "tls.untrusted_ca")]
    [InlineData(ServerCertificate.Expired, "tls.expired")]
    [InlineData(ServerCertificate.NotYetValid, "tls.not_yet_valid")]
    [InlineData(ServerCertificate.ClientUsage, "tls.wrong_usage")]
    public async Task F11_P12_WrongCertificate_RefusedWithItsReasonAndNothingIsSent(ServerCertificate which, string code)
    {
        await using var server = await ApiServerSimulator.StartAsync(new() { Certificate = which, Types = WatchSession.Few });
        await using var session = WatchSession.Start(server, _time);
        var problem = await session.ProblemAsync();
        Assert.Equal(code, problem.Code);
        Assert.Contains("SHA-256 ", problem.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests.All);
    }

    [Fact]
    public async Task P12_RightCertificate_Accepted()
    {
        await using var server = await ApiServerSimulator.StartAsync(new() { Types = WatchSession.Few });
        await using var session = WatchSession.Start(server, _time);
        await session.ListedAsync();
    }

    [Fact]
    public async Task B08_NoAuthorityGiven_PrivateCertificateIsShownToCompare()
    {
        await using var server = await ApiServerSimulator.StartAsync(new() { Types = WatchSession.Few });
        await using var session = WatchSession.StartWith(WatchSession.Connection(server, "admin-token", _time) with { Authorities = null }, _time);
        var problem = await session.ProblemAsync();
        Assert.Equal("tls.untrusted_ca", problem.Code);
        Assert.Contains("subject CN=api server, issuer CN=test authority, SHA-256 ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TlsServerName_Given_CheckedInsteadOfTheHost()
    {
        await using var server = await ApiServerSimulator.StartAsync(new() { Certificate = ServerCertificate.WrongHost, Types = WatchSession.Few });
        var connection = WatchSession.Connection(server, "admin-token", _time) with { TlsServerName = "elsewhere.example" };
        await using var session = WatchSession.StartWith(connection, _time);
        await session.ListedAsync();
    }

    [Fact]
    public async Task ClientCertificate_Given_Shown()
    {
        await using var server = await ApiServerSimulator.StartAsync(new() { Types = WatchSession.Few });
        using var client = server.Certificates.Client("someone", "system:masters");
        var connection = WatchSession.Connection(server, "admin-token", _time) with { Credential = new FixedCredential(null, client) };
        await using var session = WatchSession.StartWith(connection, _time);
        await session.ListedAsync();
        Assert.All(server.Requests.All, seen => Assert.Equal("admin", seen.User));
    }

    [Fact]
    public async Task Redirect_NeverFollowed()
    {
        await using var server = await ApiServerSimulator.StartAsync(new() { Types = WatchSession.Few });
        await using var other = await ApiServerSimulator.StartAsync(new() { Types = WatchSession.Few, Certificates = server.Certificates });
        server.Answer(_ => true, Fault.Redirect(other.Address));
        await using var session = WatchSession.Start(server, _time);
        Assert.Equal("redirect_refused", (await session.ProblemAsync()).Code);
        Assert.Empty(other.Requests.All);
    }
}
