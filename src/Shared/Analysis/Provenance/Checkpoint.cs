using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Posture.Analysis.Provenance;

/// <summary>The signed head of a log's tree: a note (C2SP signed-note and tlog-checkpoint) of origin, size and root hash, with a line for each signature.</summary>
internal sealed record Checkpoint(long Size, byte[] Root)
{
    private const string SignatureLine = "\u2014 ";
    private const int HintLength = 4;

    /// <summary>The head, when a signature of the log is on it. Other signatures, of witnesses, are neither needed nor trusted.</summary>
    /// <exception cref="ProvenanceException"><see cref="ProvenanceCodes.LogProof"/>.</exception>
    public static Checkpoint Verified(string note, TrustedLog log)
    {
        var end = note.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = end < 0 ? [] : note[..end].Split('\n');
        if (lines.Length < 3 || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || Decoded(lines[2]) is not { Length: 32 } root)
            throw new ProvenanceException(ProvenanceCodes.LogProof, "the log's checkpoint is not one");
        var signed = Encoding.UTF8.GetBytes(note[..(end + 1)]);
        // By the key alone: Rekor 1 signs in another name than the origin, which is the tree's.
        foreach (var line in note[(end + 2)..].Split('\n').Where(line => line.StartsWith(SignatureLine, StringComparison.Ordinal)).Take(SigstoreBundle.MaxItems))
        {
            if (line.Split(' ') is [_, _, var text] && Decoded(text) is { Length: > HintLength } bytes
                && log.Id.Span.StartsWith(bytes.AsSpan(0, HintLength)) && log.Key.Verify(signed, bytes.AsSpan(HintLength)))
                return new(size, root);
        }
        throw new ProvenanceException(ProvenanceCodes.LogProof, "the checkpoint is not signed by the log that the entry is said to be in");
    }

    private static byte[]? Decoded(string text) => Base64.IsValid(text) ? Convert.FromBase64String(text) : null;
}
