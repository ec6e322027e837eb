using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Posture.Dashboard.Identity;

/// <summary>Time-based one-time codes as authenticator apps make them (RFC 6238: HMAC-SHA-1, six digits, 30 seconds).</summary>
internal static class OneTimeCode
{
    /// <summary>Bytes of a secret (RFC 4226 §4: as many as the hash has).</summary>
    public const int SecretSize = 20;

    private const int Seconds = 30;

    /// <summary>Steps before and after the present one that are taken, for clocks that differ.</summary>
    private const int Drift = 1;

    /// <summary>The step of a time.</summary>
    public static long StepOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / Seconds;

    /// <summary>The step near the present whose code this is; null when it is none.</summary>
    public static long? Match(byte[] secret, string code, DateTimeOffset now)
    {
        var present = StepOf(now);
        for (var step = present - Drift; step <= present + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(Of(secret, step)), System.Text.Encoding.UTF8.GetBytes(code)))
                return step;
        }
        return null;
    }

    /// <summary>The code of a step.</summary>
    public static string Of(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // the hash that the apps use; as a keyed one it is not broken
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
