using System.Globalization;
using System.Text;

namespace Posture.Analysis.Provenance;

/// <summary>Whether an entry is in a log that is trusted: by a proof of inclusion under the log's own checkpoint, by its signed promise, or both where both came.</summary>
internal static class LogVerifier
{
    /// <summary>The entry's log, once the entry is proven to be in it; null when the log is none of those trusted, and so proves nothing.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="root">Logs that are trusted.</param>
    /// <param name="needsProof">Whether a promise alone is not enough.</param>
    /// <exception cref="ProvenanceException">The log is trusted, and does not vouch for the entry.</exception>
    public static TrustedLog? LogOf(LogEntry entry, TrustedRoot root, bool needsProof)
    {
        if (root.Logs.FirstOrDefault(log => log.Id.Span.SequenceEqual(entry.Log.Span)) is not { } log)
            return null;
        if (entry.Proof is null && (needsProof || entry.Promise is null))
            throw new ProvenanceException(ProvenanceCodes.LogProof, "no proof that the signature is in the log");
        if (entry.Proof is { } proof)
            Check(entry, proof, log);
        if (entry.Promise is { } promise && !log.Key.Verify(Promised(entry), promise.Span))
            throw new ProvenanceException(ProvenanceCodes.LogProof, "the log's promise to take the entry does not verify");
        if (entry is { Promise: not null, IntegratedAt: { } at } && !log.Period.Has(at))
            throw new ProvenanceException(ProvenanceCodes.LogProof, "the log was not trusted when it took the entry");
        return log;
    }

    private static void Check(LogEntry entry, InclusionProof proof, TrustedLog log)
    {
        var head = Checkpoint.Verified(proof.Checkpoint, log);
        var root = InclusionMath.RootOf(entry.Body.Span, proof.Index, proof.Size, proof.Hashes);
        if (root is null || head.Size != proof.Size || !root.AsSpan().SequenceEqual(head.Root) || !root.AsSpan().SequenceEqual(proof.Root.Span))
            throw new ProvenanceException(ProvenanceCodes.LogProof, "the proof of inclusion does not lead to the log's checkpoint");
    }

    /// <summary>What Rekor 1 signs as its promise: RFC 8785 of four fields.</summary>
    private static byte[] Promised(LogEntry entry) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""{"body":"{{Convert.ToBase64String(entry.Body.Span)}}","integratedTime":{{entry.IntegratedAt?.ToUnixTimeSeconds() ?? 0}},"logID":"{{Convert.ToHexStringLower(entry.Log.Span)}}","logIndex":{{entry.Index}}}"""));
}
