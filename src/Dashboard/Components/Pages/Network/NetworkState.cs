using System.Globalization;
using Posture.Analysis.Network;

namespace Posture.Dashboard.Components.Pages.Network;

/// <summary>The network page as an address.</summary>
public sealed record NetworkState
{
    /// <summary>Rows of the list on a page.</summary>
    public const int Size = 100;

    public string? Cluster { get; init; }

    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Only this port; null for every port.</summary>
    public int? Port { get; init; }

    public NetworkProtocol Protocol { get; init; }

    /// <summary>Denied pairs stand in the list too.</summary>
    public bool Denied { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>The address of this view.</summary>
    public string Href => Links.With(
        "/network",
        [
            ("cluster", Cluster),
            .. Namespaces.Select(name => ("ns", (string?)name)),
            ("port", Port?.ToString(CultureInfo.InvariantCulture)),
            ("protocol", Protocol == NetworkProtocol.Tcp ? null : Protocol.ToString().ToUpperInvariant()),
            ("denied", Denied ? "1" : null),
            ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
        ]);

    /// <summary>With a namespace more, or without it.</summary>
    public NetworkState Toggled(string ns) =>
        this with { Namespaces = Namespaces.Contains(ns) ? [.. Namespaces.Where(held => held != ns)] : [.. Namespaces, ns], Page = 1 };

    internal static NetworkState Of(PageQuery query)
    {
        var port = query.Number("port", 0, 1, 65535);
        var protocol = NetworkProtocol.Tcp;
        if (query.One("protocol") is { } text && !Enum.TryParse(text, ignoreCase: true, out protocol))
            query.Reject("protocol", text);
        return new()
        {
            Cluster = query.One("cluster"),
            Namespaces = [.. query.All("ns").Where(ns => ns.Length > 0)],
            Port = port == 0 ? null : port,
            Protocol = Enum.IsDefined(protocol) ? protocol : NetworkProtocol.Tcp,
            Denied = query.Flag("denied"),
            Page = query.Number("page", 1, 1, 1_000_000),
        };
    }
}
