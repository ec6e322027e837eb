using System.Text.Json;
using Posture.Analysis.Provenance;

namespace Posture.Collectors.Trust;

/// <summary>The root of a repository: whose signatures, and how many, make the metadata of each role.</summary>
internal sealed class TufRoot
{
    private const int MaxKeys = 64;

    private readonly Dictionary<string, VerificationKey?> _keys;
    private readonly Dictionary<string, (HashSet<string> KeyIds, int Threshold)> _roles;

    private TufRoot(TufMetadata metadata)
    {
        Metadata = metadata;
        var keys = metadata.Signed.GetProperty("keys");
        if (keys.EnumerateObject().Count() > MaxKeys || !metadata.Signed.GetProperty("consistent_snapshot").GetBoolean())
            throw new FormatException("too many keys, or files without their version in the name");
        _keys = keys.EnumerateObject().ToDictionary(key => key.Name, key => TufKey.Of(key.Value), StringComparer.Ordinal);
        _roles = new[] { "root", "timestamp", "snapshot", "targets" }.ToDictionary(role => role, role => Role(metadata.Signed.GetProperty("roles").GetProperty(role)), StringComparer.Ordinal);
    }

    public TufMetadata Metadata { get; }

    /// <summary>Reads a root, which its own keys must have signed.</summary>
    /// <exception cref="TrustException">It is none, or they did not.</exception>
    public static TufRoot Parse(ReadOnlyMemory<byte> json)
    {
        var metadata = TufMetadata.Parse(json, "root");
        var root = TufMetadata.Read("the metadata \"root\"", () => new TufRoot(metadata));
        root.Check(metadata);
        return root;
    }

    /// <summary>The root that follows this one.</summary>
    /// <exception cref="TrustException">This one's keys did not sign it, its own did not, or it is not the very next.</exception>
    public TufRoot Next(ReadOnlyMemory<byte> json)
    {
        Check(TufMetadata.Parse(json, "root"));
        var next = Parse(json);
        return next.Metadata.Version == Metadata.Version + 1 ? next : throw new TrustException(TrustException.Mismatch, "the next root does not have the next version; the mirror is damaged");
    }

    /// <summary>Reads metadata that those signed who have to.</summary>
    public TufMetadata Open(ReadOnlyMemory<byte> json, string role)
    {
        var metadata = TufMetadata.Parse(json, role);
        Check(metadata);
        return metadata;
    }

    /// <summary>Whether another root has the same keys for a role.</summary>
    public bool HasKeysOf(string role, TufRoot other) => Fingerprints(role).SetEquals(other.Fingerprints(role));

    /// <summary>Refuses what too few have signed. Keys are counted, not signatures or names of keys: one key stays one however often it signs and whatever it is called.</summary>
    private void Check(TufMetadata metadata)
    {
        var (keyIds, threshold) = _roles[metadata.Type];
        var signed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (keyId, signature) in metadata.Signatures)
            if (keyIds.Contains(keyId) && _keys.GetValueOrDefault(keyId) is { } key && key.Verify(metadata.Canonical, signature))
                signed.Add(key.Fingerprint);
        if (signed.Count < threshold)
            throw new TrustException(TrustException.Signatures, $"{signed.Count} of the {threshold} keys that have to have signed the metadata \"{metadata.Type}\"; the mirror is not the one that the root belongs to, or is not to be trusted");
    }

    private HashSet<string> Fingerprints(string role) =>
        [.. _roles[role].KeyIds.Select(keyId => _keys.GetValueOrDefault(keyId)?.Fingerprint ?? keyId)];

    private static (HashSet<string>, int) Role(JsonElement role)
    {
        var threshold = role.GetProperty("threshold").GetInt32();
        return threshold > 0 ? (role.GetProperty("keyids").EnumerateArray().Select(keyId => keyId.GetString() ?? throw new FormatException("a key without a name")).ToHashSet(StringComparer.Ordinal), threshold) : throw new FormatException("a role that nobody has to sign");
    }
}
