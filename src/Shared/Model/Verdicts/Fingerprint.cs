using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Posture.Model.Inventory;

namespace Posture.Model.Verdicts;

/// <summary>Stable identity of a finding: SHA-256 over cluster, control, group, kind, namespace and name, first 16 bytes as hex.</summary>
public static class Fingerprint
{
    public static string Of(string cluster, string control, ObjectRef item)
    {
        var text = string.Join('\n', cluster, control, item.Group, item.Kind, item.Namespace, item.Name);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)), hash);
        ArrayPool<byte>.Shared.Return(bytes);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
