using System.Net;
using System.Net.Sockets;

namespace Posture.Collectors.Outbound;

/// <summary>
/// Sorts addresses. An IPv4 address inside an IPv6 one (mapped, NAT64, 6to4) is sorted as the IPv4 address that it reaches (B-24); forms whose target cannot be
/// told, and everything that no registry gives out, are forbidden.
/// </summary>
internal static class AddressClass
{
    private static readonly IPNetwork Mapped = IPNetwork.Parse("::ffff:0:0/96");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Forbidden = Networks(
        // IPv4: "this network", link-local (metadata of most clouds), protocol assignments, documentation, 6to4 relays, multicast, reserved and broadcast.
        "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        // Metadata and host services of clouds at addresses that look like any other (Azure, Alibaba, AWS, Google).
        "168.63.129.16/32", "100.100.100.200/32", "fd00:ec2::/32", "fd20:ce::254/128",
        // IPv6: Teredo and ORCHID, documentation.
        "2001::/23", "2001:db8::/32", "3fff::/20");

    private static readonly IPNetwork[] Private = Networks("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "198.18.0.0/15", "fc00::/7");

    public static AddressKind Of(IPAddress address)
    {
        var reached = Reached(address);
        if (IPAddress.IsLoopback(reached))
            return AddressKind.Loopback;
        if (Contains(Forbidden, reached))
            return AddressKind.Forbidden;
        if (Contains(Private, reached))
            return AddressKind.Private;
        return reached.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(reached) ? AddressKind.Public : AddressKind.Forbidden;
    }

    /// <summary>The address that a packet to this one ends at.</summary>
    public static IPAddress Reached(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        if (Mapped.Contains(address) || Nat64.Contains(address))
            return new(bytes.AsSpan(12, 4));
        return SixToFour.Contains(address) ? new(bytes.AsSpan(2, 4)) : address;
    }

    private static bool Contains(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(network => IPNetwork.Parse(network))];
}
