using System.Security.Cryptography;
using System.Text;
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
    private const string Header = "Posture-Self";

    private static readonly string Mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private readonly IServer _server;

    public SelfBackchannel(IServer server)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false }) => _server = server;

    /// <summary>Whether this process sent a request: everybody's sign-in ends in one from the same address, which no limit by address may count.</summary>
    public static bool IsOwn(HttpRequest request) => request.Headers.TryGetValue(Header, out var mark)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mark.ToString()), Encoding.UTF8.GetBytes(Mark));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var target = request.RequestUri!;
        var listening = _server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (PublicAddress.Nearest(listening) is { } own)
        {
            request.Headers.Host = target.Authority;
            request.Headers.Add(Header, Mark);
            request.RequestUri = new Uri(own, target.PathAndQuery);
        }
        return base.SendAsync(request, cancellationToken);
    }
}
