using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Posture.Analysis.Federation;

/// <summary>Hashes of what clusters compare: the same in whatever order an API server or a file writes it.</summary>
internal static class AspectHash
{
    /// <summary>Stands between parts; no name of Kubernetes holds it.</summary>
    private const char Separator = '\u001f';

    /// <summary>First half of SHA-256 as 32 hex digits.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    public static string Of(params ReadOnlySpan<string> parts) => Of(string.Join(Separator, parts));

    /// <summary>Over a list whose order says nothing.</summary>
    public static string OfSet(IEnumerable<string> parts) => Of(string.Join(Separator, parts.Order(StringComparer.Ordinal)));

    /// <summary>Over a document; certificates differ by nature and are left out.</summary>
    public static string Of(JsonElement? element)
    {
        var text = new StringBuilder();
        if (element is { } held)
            Append(text, held);
        return Of(text.ToString());
    }

    private static void Append(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var property in element.EnumerateObject().Where(property => property.Name != "caBundle").OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    text.Append(property.Name).Append(Separator);
                    Append(text, property.Value);
                }
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in element.EnumerateArray())
                    Append(text, item);
                text.Append(']');
                break;
            default:
                text.Append(element.GetRawText()).Append(Separator);
                break;
        }
    }
}
