using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Redeems the dashboard's own codes at the port this process listens on: the public address may be a proxy that is not reachable from here.
/// The Host header stays the public one.
/// </summary>
internal sealed class SelfBackchannel : DelegatingHandler
{
    private readonly IServer _server;

    public SelfBackchannel(IServer server)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false }) => _server = server;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var target = request.RequestUri!;
        var listening = _server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (PublicAddress.Nearest(listening) is { } own)
        {
            request.Headers.Host = target.Authority;
            request.RequestUri = new Uri(own, target.PathAndQuery);
        }
        return base.SendAsync(request, cancellationToken);
    }
}
