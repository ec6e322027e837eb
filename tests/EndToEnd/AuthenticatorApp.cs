using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Posture.EndToEnd;

/// <summary>What a person's app does with the key that was typed in; written apart from the product's code, so that a mistake is not made twice.</summary>
internal sealed class AuthenticatorApp(string key)
{
    private readonly byte[] _secret = Bytes(key);

    /// <summary>The step of now: 30 seconds each.</summary>
    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;

    public string Code(long step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // the hash that the apps use
        var hash = HMACSHA1.HashData(_secret, counter);
#pragma warning restore CA5350
        var at = hash[19] % 16;
        var number = ((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    private static byte[] Bytes(string key)
    {
        var signs = key.Where(char.IsAsciiLetterOrDigit).Select(sign => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(sign, StringComparison.Ordinal));
        var bits = string.Concat(signs.Select(number => Convert.ToString(number, 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(part => part.Length == 8).Select(part => Convert.ToByte(new string(part), 2))];
    }
}
