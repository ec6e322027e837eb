using System.Security.Cryptography.X509Certificates;

namespace Posture.Analysis.Provenance;

/// <summary>A signature with all that came with it, whatever format it came in; nothing of it is verified yet.</summary>
public sealed record SignedMaterial
{
    /// <summary>Certificates, the signer's first; empty when a bare key signed.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; init; } = [];

    /// <summary>Entries of transparency logs.</summary>
    public IReadOnlyList<LogEntry> LogEntries { get; init; } = [];

    /// <summary>Time stamps: answers or tokens of RFC 3161, DER.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Timestamps { get; init; } = [];

    /// <summary>Of a signature over the artifact itself: its bytes. Empty when <see cref="Envelope"/> is there.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>SHA-256 that the signature says the artifact has; null when it does not say.</summary>
    public ReadOnlyMemory<byte>? Digest { get; init; }

    /// <summary>A signed statement about the artifact.</summary>
    public DsseEnvelope? Envelope { get; init; }

    /// <summary>Entries need a proof of inclusion: a promise alone is not enough (bundles from 0.2 on).</summary>
    public bool NeedsProof { get; init; }

    /// <summary>What time stamps are over.</summary>
    public ReadOnlyMemory<byte> SignatureBytes => Envelope?.Signatures[0].Bytes ?? Signature;
}

/// <summary>An entry of a transparency log, as it came.</summary>
/// <param name="Log">Id of the log.</param>
/// <param name="Index">Place in the whole log.</param>
/// <param name="IntegratedAt">When the log took it, which only <paramref name="Promise"/> vouches for; null when it does not say.</param>
/// <param name="Kind">Kind and version, for example <c>hashedrekord 0.0.1</c>.</param>
/// <param name="Body">What was put in, as it was hashed.</param>
/// <param name="Promise">Signed entry timestamp; null when there is none.</param>
/// <param name="Proof">Proof of inclusion; null when there is none.</param>
public sealed record LogEntry(
    ReadOnlyMemory<byte> Log, long Index, DateTimeOffset? IntegratedAt, string Kind, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte>? Promise, InclusionProof? Proof);

/// <summary>A proof of inclusion (RFC 6962, section 2.1.1) with the signed head of the tree that it leads to.</summary>
/// <param name="Index">Place in the tree.</param>
/// <param name="Size">Leaves of the tree.</param>
/// <param name="Root">Hash that the tree is said to have.</param>
/// <param name="Hashes">From leaf to root.</param>
/// <param name="Checkpoint">Signed note.</param>
public sealed record InclusionProof(long Index, long Size, ReadOnlyMemory<byte> Root, IReadOnlyList<ReadOnlyMemory<byte>> Hashes, string Checkpoint);

/// <summary>An envelope (DSSE 1.0).</summary>
/// <param name="PayloadType">What the payload is.</param>
/// <param name="Payload">The payload.</param>
/// <param name="Signatures">At least one; the key's name is a hint only.</param>
public sealed record DsseEnvelope(string PayloadType, ReadOnlyMemory<byte> Payload, IReadOnlyList<DsseSignature> Signatures)
{
    /// <summary>What is signed (pre-authentication encoding): types and lengths before the exact bytes of both.</summary>
    public byte[] Signed()
    {
        var type = System.Text.Encoding.UTF8.GetBytes(PayloadType);
        return [.. System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"DSSEv1 {type.Length} ")), .. type, .. System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($" {Payload.Length} ")), .. Payload.Span];
    }
}

/// <summary>A signature of an envelope.</summary>
public sealed record DsseSignature(ReadOnlyMemory<byte> Bytes, string KeyId);
