using System.Text;
using System.Text.Json;

namespace Posture.Collectors.Trust;

/// <summary>
/// The form of JSON that is signed (OLPC's canonical JSON): no spaces, members in the order of their names, whole numbers only, and in texts nothing escaped but quotes and backslashes.
/// </summary>
internal static class CanonicalJson
{
    public static byte[] Of(JsonElement element)
    {
        using var bytes = new MemoryStream();
        Write(element, bytes);
        return bytes.ToArray();
    }

    private static void Write(JsonElement element, MemoryStream to)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                to.WriteByte((byte)'{');
                var isFirst = true;
                // By code points, as UTF-8 sorts; UTF-16 would sort some otherwise.
                foreach (var (name, value) in element.EnumerateObject().Select(member => (Name: Text(member.Name), member.Value)).OrderBy(member => member.Name, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))))
                {
                    if (!isFirst)
                        to.WriteByte((byte)',');
                    isFirst = false;
                    to.Write(name);
                    to.WriteByte((byte)':');
                    Write(value, to);
                }
                to.WriteByte((byte)'}');
                break;
            case JsonValueKind.Array:
                to.WriteByte((byte)'[');
                for (var i = 0; i < element.GetArrayLength(); i++)
                {
                    if (i > 0)
                        to.WriteByte((byte)',');
                    Write(element[i], to);
                }
                to.WriteByte((byte)']');
                break;
            case JsonValueKind.String:
                to.Write(Text(element.GetString()!));
                break;
            case JsonValueKind.Number:
                to.Write(Encoding.ASCII.GetBytes(element.TryGetInt64(out var whole) ? whole.ToString(System.Globalization.CultureInfo.InvariantCulture) : throw new FormatException("a number that is not whole")));
                break;
            default:
                to.Write(element.ValueKind switch { JsonValueKind.True => "true"u8, JsonValueKind.False => "false"u8, _ => "null"u8 });
                break;
        }
    }

    private static byte[] Text(string text) =>
        Encoding.UTF8.GetBytes($"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
}
