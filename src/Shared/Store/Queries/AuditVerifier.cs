using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Posture.Store.Reading;
using Posture.Store.RowSecurity;

namespace Posture.Store.Queries;

/// <summary>
/// Reads the whole chain of the audit log and says where it first fails (P-33). Against who can change the chain and every hash in it, a database superuser, only
/// checkpoints help that were kept elsewhere.
/// </summary>
public static class AuditVerifier
{
    /// <summary>Verifies.</summary>
    /// <param name="source">Pool of an account that may read the log.</param>
    /// <param name="checkpoints">Checkpoints from outside, in any order.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<AuditVerdict> VerifyAsync(NpgsqlDataSource source, IEnumerable<AuditCheckpoint> checkpoints, CancellationToken cancellationToken)
    {
        var kept = checkpoints.ToLookup(checkpoint => checkpoint.Seq);
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken);
        var (count, hash) = (0L, AuditChain.Start);
        await foreach (var row in AuditQuery.AllAsync(scoped.Connection, new(), cancellationToken))
        {
            var code = row.Seq != count + 1 ? AuditVerdict.Gap
                : !row.Previous.AsSpan().SequenceEqual(hash) ? AuditVerdict.Unlinked
                : !row.Computed().AsSpan().SequenceEqual(row.Hash) ? AuditVerdict.Changed
                : kept[row.Seq].Any(checkpoint => !string.Equals(checkpoint.Hash, Convert.ToHexStringLower(row.Hash), StringComparison.Ordinal)) ? AuditVerdict.Rebuilt
                : null;
            if (code is not null)
                return new(count, count + 1, code);
            (count, hash) = (row.Seq, row.Hash);
        }
        return kept.Select(group => group.Key).DefaultIfEmpty().Max() > count ? new(count, count + 1, AuditVerdict.Truncated) : new(count, null, null);
    }

    /// <summary>The newest entry as a checkpoint; null while there is none.</summary>
    public static async Task<AuditCheckpoint?> HeadAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken);
        await using var command = new NpgsqlCommand("select seq, at, hash from audit order by seq desc limit 1", scoped.Connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new(row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(2)))
            : null;
    }
}

/// <summary>How far the log went at a time, kept outside of the database.</summary>
/// <param name="Seq">Number of its newest entry.</param>
/// <param name="At">Time of that entry.</param>
/// <param name="Hash">Its hash, 64 hex digits.</param>
public sealed record AuditCheckpoint(long Seq, DateTimeOffset At, string Hash)
{
    /// <summary>Of <see cref="Signed"/>, by the dashboard's key (ECDSA on P-256 with SHA-256, IEEE P1363), in base64url; null when it is not signed.</summary>
    public string? Signature { get; init; }

    /// <summary>What is signed: number, time in ticks of UTC, and hash.</summary>
    public byte[] Signed() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"posture audit checkpoint {Seq} {At.UtcTicks} {Hash}"));

    /// <summary>Signs it.</summary>
    public AuditCheckpoint SignedBy(ECDsa key) => this with { Signature = Base64Url.EncodeToString(key.SignData(Signed(), HashAlgorithmName.SHA256)) };

    /// <summary>Whether the holder of this key has signed it.</summary>
    public bool IsSignedBy(ECDsa key) => Signature is not null && Base64Url.IsValid(Signature) && key.VerifyData(Signed(), Base64Url.DecodeFromChars(Signature), HashAlgorithmName.SHA256);
}

/// <summary>What the verifier found.</summary>
/// <param name="Sound">Entries that are as they were written.</param>
/// <param name="BrokenAt">Number of the first entry that is not, or that is missing; null when all is well.</param>
/// <param name="Code">Stable code of how; null when all is well.</param>
public sealed record AuditVerdict(long Sound, long? BrokenAt, string? Code)
{
    /// <summary>The entry's own fields are not those that were hashed.</summary>
    public const string Changed = "audit.changed";

    /// <summary>An entry is missing, or they changed places.</summary>
    public const string Gap = "audit.gap";

    /// <summary>The entry does not follow the one before it.</summary>
    public const string Unlinked = "audit.unlinked";

    /// <summary>Entries that a checkpoint knows are gone from the end.</summary>
    public const string Truncated = "audit.truncated";

    /// <summary>The chain is whole, but not the one that a checkpoint knows.</summary>
    public const string Rebuilt = "audit.rebuilt";
}
