using System.Net;
using System.Net.Sockets;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Outbound;

/// <summary>
/// The one way out of this process for HTTP. A name is resolved here, every address it has is judged, and the very addresses that were judged are connected to:
/// there is no second look-up that could answer differently (P-15, B-25). Redirects are never followed, cookies never kept, and no proxy is taken from the
/// environment (P-10).
/// </summary>
public sealed class OutboundGuard(OutboundRules rules)
{
    /// <summary>Looks a name up. Tests answer for a server that changes its mind.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>A proxy that an administrator named; it resolves the names then, and its own address is judged as the administrator's.</summary>
    internal Uri? Proxy { get; init; }

    /// <summary>A handler that connects through this guard. The caller may set what TLS needs.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = Proxy is not null,
        Proxy = Proxy is null ? null : new WebProxy(Proxy),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromSeconds(60),
        MaxResponseHeadersLength = 64,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
    };

    /// <summary>Resolves, judges and connects.</summary>
    /// <exception cref="SourceException">The address is not allowed; with a stable code.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var allowed = Proxy is null ? rules : OutboundRules.Configured(Proxy);
        if (!allowed.AllowsPort(port))
            throw new SourceException("net.port_not_allowed", $"port {port} is not one that this product connects to; use the port of the HTTPS service");
        var bare = host.Trim('[', ']');
        var addresses = IPAddress.TryParse(bare, out var literal) ? [literal] : await Resolve(bare, cancellationToken);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        if (!addresses.All(address => allowed.Allows(bare, address)))
            throw new SourceException("net.address_not_allowed", "the server's name leads to an address that is not allowed");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
