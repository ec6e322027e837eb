using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Security;

/// <summary>
/// The origins under which this dashboard is reached: <c>Posture:PublicUrl</c>, <c>Posture:AllowedOrigins</c>, and the loopback names of the ports it listens on.
/// Known only once the server listens (port 0), so it is worked out at the first request.
/// </summary>
internal sealed class PublicAddress(IServer server, DashboardSettings settings)
{
    private HashSet<string>? _origins;
    private string? _canonical;

    /// <summary>Cookies are Secure with a <c>__Host-</c> name. Decided before the first request, from configuration alone.</summary>
    public static bool IsSecure(DashboardSettings settings) => settings.Posture.PublicUrl is { Length: > 0 } url
        ? url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        : settings.Listen.Urls.All(listen => listen.StartsWith("https://", StringComparison.OrdinalIgnoreCase));

    /// <summary>The one origin that links, the issuer and redirects use, without a slash at the end.</summary>
    public string Canonical => _canonical ??= settings.Posture.PublicUrl is { Length: > 0 } url ? Origin(new Uri(url)) : Listening().First();

    /// <summary>The embedded provider's name for itself in what it issues.</summary>
    public string Issuer => Canonical + "/";

    /// <summary>Whether this origin (scheme, host, port) is ours.</summary>
    public bool Allows(string origin) => (_origins ??= All()).Contains(origin);

    /// <summary>Whether a Host header names us, whatever the scheme: a proxy may end TLS.</summary>
    public bool AllowsHost(HostString host) => Allows("http://" + host.Value) || Allows("https://" + host.Value);

    /// <summary>An address at which this process reaches itself: plain http before https, loopback for "every interface".</summary>
    public static Uri? Nearest(IEnumerable<string> listening) => listening
        .Where(url => !url.Contains("://unix:", StringComparison.Ordinal))
        .OrderBy(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        .Select(url => BindingAddress.Parse(url))
        .Select(address => new Uri($"{address.Scheme}://{(address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host)}:{address.Port}"))
        .FirstOrDefault();

    private HashSet<string> All() => new(
        [Canonical, .. settings.Posture.AllowedOrigins.Select(origin => Origin(new Uri(origin))), .. Listening()], StringComparer.OrdinalIgnoreCase);

    // Each listening port under every loopback name: what a person types, and what a port-forward uses.
    private IEnumerable<string> Listening()
    {
        var urls = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var url in urls.Count > 0 ? urls : [ListenAddresses.Default])
        {
            var address = BindingAddress.Parse(url);
            foreach (var host in Hosts(address.Host))
                yield return Origin(new Uri($"{address.Scheme}://{host}:{address.Port}"));
        }
    }

    private static string[] Hosts(string bound) => bound switch
    {
        "localhost" => ["localhost", "127.0.0.1", "[::1]"],
        "[::1]" => ["[::1]", "localhost"],
        _ => ["127.0.0.1", "localhost", "[::1]"],
    };

    private static string Origin(Uri uri) => uri.GetLeftPart(UriPartial.Authority);
}
