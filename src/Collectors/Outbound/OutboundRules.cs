using System.Net;

namespace Posture.Collectors.Outbound;

/// <summary>
/// Where one outbound client may connect to, by who chose its address. Metadata services, link-local, multicast and reserved addresses are for nobody (P-15).
/// </summary>
public sealed class OutboundRules
{
    /// <summary>Ports of services that speak no HTTP, or are no business of this product, above the privileged ones (B-29).</summary>
    private static readonly int[] ForeignPorts =
        [1433, 1521, 2049, 2375, 2379, 2380, 3306, 3389, 5432, 5672, 5900, 6379, 6667, 9042, 9092, 9200, 10250, 11211, 27017];

    private readonly bool _administrator;
    private readonly string? _ownHost;
    private readonly IReadOnlyList<IPNetwork> _networks;

    private OutboundRules(bool administrator, string? ownHost, IReadOnlyList<IPNetwork> networks) => (_administrator, _ownHost, _networks) = (administrator, ownHost, networks);

    /// <summary>
    /// For an address that whoever runs this process wrote into its configuration or on its command line: private networks are meant, and this machine when it is
    /// named as such. Another name that leads to this machine is not meant by anybody.
    /// </summary>
    public static OutboundRules Configured(Uri address) => new(true, NamesThisMachine(address.IdnHost) ? address.IdnHost : null, []);

    /// <summary>For an address that somebody typed or uploaded: the internet, and the private networks that an administrator named.</summary>
    public static OutboundRules Uploaded(IReadOnlyList<IPNetwork> allowedNetworks) => new(false, null, allowedNetworks);

    /// <summary>Whether this address may be connected to under that name.</summary>
    internal bool Allows(string host, IPAddress address) => AddressClass.Of(address) switch
    {
        AddressKind.Public => true,
        AddressKind.Forbidden => false,
        AddressKind.Private when _administrator => true,
        AddressKind.Loopback when _administrator => string.Equals(host, _ownHost, StringComparison.OrdinalIgnoreCase),
        _ => _networks.Any(network => network.Contains(AddressClass.Reached(address))),
    };

    /// <summary>Whether this port may be connected to.</summary>
    internal bool AllowsPort(int port) => port is > 0 and <= IPEndPoint.MaxPort
        && (_administrator || port == 443 || (port >= 1024 && !ForeignPorts.Contains(port)));

    private static bool NamesThisMachine(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && AddressClass.Of(address) == AddressKind.Loopback);
}
