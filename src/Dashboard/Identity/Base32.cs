using System.Text;

namespace Posture.Dashboard.Identity;

/// <summary>Bytes in letters and digits that are not mistaken for one another (RFC 4648 §6, without padding).</summary>
internal static class Base32
{
    private const string Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Bits = 5;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (held, count) = (0, 0);
        foreach (var next in bytes)
        {
            (held, count) = ((held << 8) | next, count + 8);
            for (; count >= Bits; count -= Bits)
                text.Append(Signs[(held >> (count - Bits)) & 31]);
            held &= (1 << count) - 1;
        }
        return count == 0 ? text.ToString() : text.Append(Signs[(held << (Bits - count)) & 31]).ToString();
    }
}
