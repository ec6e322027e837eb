using System.Buffers.Binary;
using Microsoft.AspNetCore.WebUtilities;

namespace Posture.Dashboard.Api;

/// <summary>Where a page ended, as programs hand it back. It carries no rights: what may be seen is asked again at every page.</summary>
/// <param name="At">The time that all pages of the list are of.</param>
/// <param name="After">Key of the last item.</param>
internal sealed record ContinueToken(DateTimeOffset At, Guid After)
{
    private const int Length = sizeof(long) + 16;

    public static ContinueToken? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length > Length * 2)
            return null;
        try
        {
            var read = WebEncoders.Base64UrlDecode(text);
            if (read.Length != Length)
                return null;
            read.CopyTo(bytes);
        }
        catch (FormatException)
        {
            return null;
        }
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ticks < DateTimeOffset.UnixEpoch.Ticks || ticks > DateTimeOffset.MaxValue.Ticks ? null : new(new(ticks, TimeSpan.Zero), new Guid(bytes[sizeof(long)..], bigEndian: true));
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, At.UtcTicks);
        After.TryWriteBytes(bytes[sizeof(long)..], bigEndian: true, out _);
        return WebEncoders.Base64UrlEncode(bytes);
    }
}
