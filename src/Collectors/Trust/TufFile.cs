using System.Security.Cryptography;
using System.Text.Json;

namespace Posture.Collectors.Trust;

/// <summary>A file as another one announces it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Version; null of targets.</param>
/// <param name="Length">Bytes; null where it is not said.</param>
/// <param name="Sha256">SHA-256; null where it is not said.</param>
/// <param name="Sha512">SHA-512; null where it is not said.</param>
internal sealed record TufFile(string Name, int? Version, long? Length, string? Sha256, string? Sha512)
{
    public static TufFile Of(string name, JsonElement file)
    {
        var hasHashes = file.TryGetProperty("hashes", out var hashes);
        string? Hash(string algorithm) => hasHashes && hashes.TryGetProperty(algorithm, out var hash) ? Convert.ToHexStringLower(Convert.FromHexString(hash.GetString()!)) : null;
        var announced = new TufFile(
            name, file.TryGetProperty("version", out var version) ? version.GetInt32() : null, file.TryGetProperty("length", out var length) ? length.GetInt64() : null, Hash("sha256"), Hash("sha512"));
        // Hashes of other kinds alone would go unchecked without a word.
        return hasHashes && announced is { Sha256: null, Sha512: null } ? throw new FormatException("no hash that is known") : announced;
    }

    /// <summary>How much of it may be read at most.</summary>
    public int Limit(int max) => Length is { } length ? (int)Math.Min(length, max) : max;

    /// <summary>Whether these are its bytes.</summary>
    public bool Fits(ReadOnlySpan<byte> bytes) =>
        (Length is null || Length == bytes.Length)
        && (Sha256 is null || Sha256 == Convert.ToHexStringLower(SHA256.HashData(bytes)))
        && (Sha512 is null || Sha512 == Convert.ToHexStringLower(SHA512.HashData(bytes)));
}
