using System.Security.Cryptography;

namespace Posture.Analysis.Provenance;

/// <summary>Merkle trees of logs (RFC 6962 and RFC 9162, section 2.1.3.2).</summary>
internal static class InclusionMath
{
    /// <summary>The root that a leaf and its path lead to; null when the path is not one of such a tree.</summary>
    public static byte[]? RootOf(ReadOnlySpan<byte> leaf, long index, long size, IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        if (index < 0 || index >= size)
            return null;
        var (node, last, hash) = (index, size - 1, Leaf(leaf));
        foreach (var next in path)
        {
            if (last == 0 || next.Length != 32)
                return null;
            if ((node & 1) == 1 || node == last)
            {
                hash = Inner(next.Span, hash);
                while ((node & 1) == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
                hash = Inner(hash, next.Span);
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 ? hash : null;
    }

    private static byte[] Leaf(ReadOnlySpan<byte> leaf)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(leaf);
        return hash.GetHashAndReset();
    }

    private static byte[] Inner(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[65];
        both[0] = 1;
        left.CopyTo(both[1..]);
        right.CopyTo(both[33..]);
        return SHA256.HashData(both);
    }
}
