using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Posture.Model.Json;

/// <summary>
/// Reads text, and numbers or booleans as their text (quantities, int-or-string fields). Short values are shared through a direct-mapped table a thread:
/// a cluster repeats a few thousand labels, images and field values over all its objects. The table holds at most 8192 strings of at most 96 bytes.
/// </summary>
internal sealed class PooledStringConverter : JsonConverter<string>
{
    private const int Slots = 8192;
    private const int MaxBytes = 96;

    [ThreadStatic]
    private static string?[]? _pool;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadText(ref reader);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadText(ref reader) ?? "";

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    internal static string? ReadText(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String or JsonTokenType.PropertyName:
                return reader.ValueIsEscaped || reader.HasValueSequence ? reader.GetString() : Pool(reader.ValueSpan);
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return System.Text.Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
            default:
                throw new JsonException($"text expected, found {reader.TokenType}");
        }
    }

    private static string Pool(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        if (utf8.Length > MaxBytes)
            return System.Text.Encoding.UTF8.GetString(utf8);
        var pool = _pool ??= new string?[Slots];
        ref var slot = ref pool[Hash(utf8) & (Slots - 1)];
        if (slot is not null && Same(slot, utf8))
            return slot;
        return slot = System.Text.Encoding.UTF8.GetString(utf8);
    }

    /// <summary>Spreads well enough for a table that forgets: a collision costs one string.</summary>
    internal static int Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = (ulong)utf8.Length * 0x9E3779B97F4A7C15;
        while (utf8.Length >= 8)
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 32;
            utf8 = utf8[8..];
        }
        foreach (var value in utf8)
            hash = (hash ^ value) * 0x9E3779B97F4A7C15;
        return (int)(hash >> 40);
    }

    private static bool Same(string text, ReadOnlySpan<byte> utf8) =>
        text.Length == utf8.Length && System.Text.Ascii.Equals(utf8, text);
}
