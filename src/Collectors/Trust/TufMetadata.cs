using System.Globalization;
using System.Text.Json;

namespace Posture.Collectors.Trust;

/// <summary>
/// A signed file of a repository of The Update Framework (specification 1.0): read, and nothing said yet of whether those signed it who have to; <see cref="TufRoot.Open"/> says that.
/// </summary>
internal sealed class TufMetadata
{
    private const int MaxSignatures = 64;

    private TufMetadata(string type, JsonElement signed, IReadOnlyList<(string KeyId, byte[] Signature)> signatures)
    {
        (Type, Signed, Signatures, Canonical) = (type, signed, signatures, CanonicalJson.Of(signed));
        Version = signed.GetProperty("version").GetInt32();
        Expires = DateTimeOffset.ParseExact(signed.GetProperty("expires").GetString()!, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    /// <summary>Which role it is of: root, timestamp, snapshot or targets.</summary>
    public string Type { get; }

    /// <summary>What is signed.</summary>
    public JsonElement Signed { get; }

    /// <summary>The bytes that signatures are over.</summary>
    public byte[] Canonical { get; }

    public IReadOnlyList<(string KeyId, byte[] Signature)> Signatures { get; }

    public int Version { get; }

    public DateTimeOffset Expires { get; }

    /// <summary>Reads.</summary>
    /// <exception cref="TrustException">It is not one of this role.</exception>
    public static TufMetadata Parse(ReadOnlyMemory<byte> json, string type) => Read($"the metadata \"{type}\"", () =>
    {
        using var document = JsonDocument.Parse(json, new() { MaxDepth = 16, AllowDuplicateProperties = false });
        var signed = document.RootElement.GetProperty("signed").Clone();
        if (signed.GetProperty("_type").GetString() != type || signed.GetProperty("spec_version").GetString()?.StartsWith("1.", StringComparison.Ordinal) is not true)
            throw new FormatException("another role or version of the specification");
        var signatures = document.RootElement.GetProperty("signatures");
        if (signatures.GetArrayLength() > MaxSignatures)
            throw new FormatException("too many signatures");
        var metadata = new TufMetadata(type, signed, [.. signatures.EnumerateArray().Select(one => (one.GetProperty("keyid").GetString()!, Convert.FromHexString(one.GetProperty("sig").GetString()!)))]);
        return metadata.Version > 0 ? metadata : throw new FormatException("a version below 1");
    });

    /// <summary>Refuses what was to be renewed before now: who keeps newer ones back would else be believed for ever.</summary>
    public void CheckExpiry(DateTimeOffset now)
    {
        if (Expires <= now)
            throw new TrustException(TrustException.Expired, string.Create(CultureInfo.InvariantCulture, $"the metadata \"{Type}\" expired on {Expires:yyyy-MM-dd}; check the clock of this machine, and whether the mirror is kept up to date"));
    }

    /// <summary>The files of a snapshot or timestamp (<c>meta</c>), or the targets.</summary>
    public TufFile? File(string list, string name) => Read($"the metadata \"{Type}\"", () =>
        Signed.GetProperty(list).TryGetProperty(name, out var file) ? TufFile.Of(name, file) : null);

    /// <summary>Names and versions of a snapshot's files.</summary>
    public IReadOnlyDictionary<string, int> Versions => Read($"the metadata \"{Type}\"", () =>
        Signed.GetProperty("meta").EnumerateObject().ToDictionary(file => file.Name, file => file.Value.GetProperty("version").GetInt32(), StringComparer.Ordinal));

    /// <summary>Reads with one kind of failure.</summary>
    internal static T Read<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            throw new TrustException(TrustException.Malformed, $"{what} cannot be read as such", broken);
        }
    }
}
