using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Posture.Analysis.Network;

/// <summary>Addresses of one family from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
public readonly record struct AddressRange(bool IsV6, UInt128 First, UInt128 Last)
{
    /// <summary>Reads a range in CIDR notation; bits behind the prefix are ignored, as network plug-ins do. Null when it is none.</summary>
    public static AddressRange? OfCidr(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || OfAddress(text.AsSpan(0, slash)) is not { } address
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            return null;
        var width = address.IsV6 ? 128 : 32;
        if (length > width)
            return null;
        var holes = length == width ? UInt128.Zero : UInt128.MaxValue >> (128 - width + length);
        return address with { First = address.First & ~holes, Last = address.First | holes };
    }

    /// <summary>Reads one address as a range of one; null when it is none.</summary>
    public static AddressRange? OfAddress(ReadOnlySpan<char> text)
    {
        if (!IPAddress.TryParse(text, out var address))
            return null;
        var bytes = address.GetAddressBytes();
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var value = isV6 ? BinaryPrimitives.ReadUInt128BigEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return new(isV6, value, value);
    }

    public bool Contains(AddressRange other) => IsV6 == other.IsV6 && First <= other.First && other.Last <= Last;

    public bool Overlaps(AddressRange other) => IsV6 == other.IsV6 && First <= other.Last && other.First <= Last;

    /// <summary>The part of another range that lies in this one; the two overlap.</summary>
    public AddressRange Within(AddressRange other) =>
        new(IsV6, UInt128.Max(First, other.First), UInt128.Min(Last, other.Last));

    /// <summary>For example <c>10.0.0.0-10.255.255.255</c>.</summary>
    public override string ToString() => $"{Text(First)}-{Text(Last)}";

    private string Text(UInt128 address)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        return new IPAddress(IsV6 ? bytes : bytes[12..]).ToString();
    }
}
