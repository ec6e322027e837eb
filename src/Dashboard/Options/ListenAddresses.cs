using System.Net;

namespace Posture.Dashboard.Options;

/// <summary>Where the server will listen, known before it does: demo mode must refuse other than loopback without opening a port first.</summary>
internal sealed record ListenAddresses(IReadOnlyList<string> Urls)
{
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>Every address is on loopback.</summary>
    public bool LoopbackOnly => Urls.All(IsLoopback);

    /// <summary>Reads the same keys as the server: Kestrel:Endpoints, urls, http_ports, https_ports; the default when none is set.</summary>
    public static ListenAddresses From(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
            return new(endpoints);
        if (Split(configuration["urls"]) is { Count: > 0 } urls)
            return new(urls);
        List<string> ports =
        [
            .. Split(configuration["http_ports"]).Select(port => $"http://*:{port}"),
            .. Split(configuration["https_ports"]).Select(port => $"https://*:{port}"),
        ];
        return ports.Count > 0 ? new(ports) : new([Default]);
    }

    private static List<string> Split(string? text) =>
        [.. (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    // "*", "+" and names that do not parse as a host stand for every interface.
    private static bool IsLoopback(string url)
    {
        if (url.StartsWith("http://unix:", StringComparison.OrdinalIgnoreCase))
            return true;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return false;
        return uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
