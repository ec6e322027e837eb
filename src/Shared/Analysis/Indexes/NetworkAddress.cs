using System.Net;
using System.Net.Sockets;

namespace Posture.Analysis.Indexes;

/// <summary>Whether addresses are public. Private: RFC 1918, RFC 6598 (shared), loopback, link-local, IPv6 unique local.</summary>
internal static class NetworkAddress
{
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("::1/128"),
    ];

    /// <summary>True for a public address; null when the text is no address (a host name).</summary>
    public static bool? IsPublic(string? text)
    {
        if (!IPAddress.TryParse(text, out var address))
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        foreach (var network in Private)
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))
                return false;
        return true;
    }

    /// <summary>Whether a range is every address of its family: prefix length 0, whatever stands before it.</summary>
    public static bool IsEverywhere(string range)
    {
        var slash = range.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && int.TryParse(range.AsSpan(slash + 1).Trim(), out var length) && length == 0
            && IPAddress.TryParse(range.AsSpan(0, slash).Trim(), out var address)
            && address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
    }
}
