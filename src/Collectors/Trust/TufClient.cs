using Posture.Analysis.Provenance;

namespace Posture.Collectors.Trust;

/// <summary>
/// Gets one target, <c>trusted_root.json</c>, from a repository of The Update Framework (specification 1.0, section 5): from a root that was given, over every root since, to what their keys
/// vouch for now. What was seen is kept and never gone back on. The target has to stand in the top-level targets: delegations are not followed.
/// </summary>
internal sealed class TufClient(TufMirror mirror, TufFolder folder, ReadOnlyMemory<byte> pinned, TimeProvider time)
{
    /// <summary>The target.</summary>
    public const string Target = "trusted_root.json";

    /// <summary>Most roots that are walked over in one refresh; the next one goes on from there.</summary>
    internal const int MaxRoots = 64;

    private const int MaxBytes = 1024 * 1024, MaxTimestampBytes = 64 * 1024;

    /// <summary>Refreshes everything, and gives the target.</summary>
    /// <exception cref="TrustException">Why it could not be; what was held stays good.</exception>
    /// <exception cref="ProvenanceException">The target is no trusted root.</exception>
    public async Task<byte[]> RefreshAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow(); // one for all: nothing expires on the way
        var root = await RootAsync(now, cancellationToken).ConfigureAwait(false);
        var timestamp = await TimestampAsync(root, now, cancellationToken).ConfigureAwait(false);
        var snapshot = await SnapshotAsync(root, timestamp, now, cancellationToken).ConfigureAwait(false);
        var (targets, _) = await NamedAsync(root, "targets", snapshot, now, cancellationToken).ConfigureAwait(false);
        return await TargetAsync(targets, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TufRoot> RootAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var root = TufRoot.Parse(folder.Read("root.json") ?? pinned);
        for (var steps = 0; ; steps++)
        {
            if (await mirror.GetAsync($"{root.Metadata.Version + 1}.root.json", MaxBytes, cancellationToken).ConfigureAwait(false) is not { } bytes)
                break;
            if (steps == MaxRoots)
                throw new TrustException(TrustException.TooLarge, $"the mirror has more than {MaxRoots} roots after the one that is held; the next refresh goes on from there");
            var next = root.Next(bytes);
            // After a theft of these keys versions may have been pushed up, so that good ones would look old; with new keys they count anew.
            if (!next.HasKeysOf("timestamp", root) || !next.HasKeysOf("snapshot", root))
            {
                folder.Delete("timestamp.json");
                folder.Delete("snapshot.json");
            }
            folder.Write("root.json", bytes);
            root = next;
        }
        root.Metadata.CheckExpiry(now);
        return root;
    }

    private async Task<TufMetadata> TimestampAsync(TufRoot root, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var bytes = await mirror.GetAsync("timestamp.json", MaxTimestampBytes, cancellationToken).ConfigureAwait(false) ?? throw Missing("timestamp.json");
        var timestamp = root.Open(bytes, "timestamp");
        if (Held(root, "timestamp") is { } held)
        {
            if (timestamp.Version < held.Version || Announced(timestamp, "snapshot.json").Version < Announced(held, "snapshot.json").Version)
                throw OlderThanSeen("timestamp");
            if (timestamp.Version == held.Version)
            {
                held.CheckExpiry(now);
                return held;
            }
        }
        timestamp.CheckExpiry(now);
        folder.Write("timestamp.json", bytes);
        return timestamp;
    }

    private async Task<TufMetadata> SnapshotAsync(TufRoot root, TufMetadata timestamp, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (snapshot, bytes) = await NamedAsync(root, "snapshot", timestamp, now, cancellationToken).ConfigureAwait(false);
        if (Held(root, "snapshot") is { } held && held.Versions.Any(file => snapshot.Versions.GetValueOrDefault(file.Key) < file.Value))
            throw OlderThanSeen("snapshot");
        folder.Write("snapshot.json", bytes);
        return snapshot;
    }

    /// <summary>The metadata of a role, which another announces by version, and by length and hashes where it says them.</summary>
    private async Task<(TufMetadata Metadata, byte[] Bytes)> NamedAsync(TufRoot root, string role, TufMetadata announcing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var file = Announced(announcing, role + ".json");
        var bytes = await mirror.GetAsync($"{file.Version}.{role}.json", file.Limit(MaxBytes), cancellationToken).ConfigureAwait(false) ?? throw Missing(role + ".json");
        if (!file.Fits(bytes))
            throw NotAnnounced(role);
        var metadata = root.Open(bytes, role);
        if (metadata.Version != file.Version)
            throw NotAnnounced(role);
        metadata.CheckExpiry(now);
        return (metadata, bytes);
    }

    private async Task<byte[]> TargetAsync(TufMetadata targets, CancellationToken cancellationToken)
    {
        if (targets.File("targets", Target) is not { Sha256: not null, Length: not null } file)
            throw new TrustException(TrustException.Missing, $"the mirror has no target {Target} with a length and a SHA-256 in its top-level targets");
        if (folder.Read(Target) is { } held && file.Fits(held))
            return held;
        var bytes = await mirror.GetAsync($"targets/{file.Sha256}.{Target}", file.Limit(MaxBytes), cancellationToken).ConfigureAwait(false) ?? throw Missing(Target);
        if (!file.Fits(bytes))
            throw NotAnnounced(Target);
        _ = TrustedRoot.Parse(bytes);
        folder.Write(Target, bytes);
        return bytes;
    }

    /// <summary>What was seen last of a role; null when it was nothing, or nothing that the keys of now vouch for.</summary>
    private TufMetadata? Held(TufRoot root, string role)
    {
        try
        {
            return folder.Read(role + ".json") is { } bytes ? root.Open(bytes, role) : null;
        }
        catch (TrustException of) when (of.Code is TrustException.Signatures or TrustException.Malformed)
        {
            return null;
        }
    }

    private static TufFile Announced(TufMetadata by, string name) =>
        by.File("meta", name) is { Version: > 0 } file ? file : throw new TrustException(TrustException.Malformed, $"the metadata \"{by.Type}\" does not say which version of {name} is meant");

    private static TrustException OlderThanSeen(string role) =>
        new(TrustException.Rollback, $"the mirror shows an older \"{role}\" than it did before; somebody may be hiding newer ones");

    private static TrustException NotAnnounced(string what) =>
        new(TrustException.Mismatch, $"\"{what}\" is not the file that was announced; the mirror is damaged, half updated or not to be trusted");

    private static TrustException Missing(string name) => new(TrustException.Missing, $"the mirror has no {name}; check the address in Posture:Sigstore:TufMirror");
}
