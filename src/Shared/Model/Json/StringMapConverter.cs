using System.Text.Json;
using System.Text.Json.Serialization;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>Reads an object of texts into a <see cref="StringMap"/>; null values count as empty text.</summary>
internal sealed class StringMapConverter : JsonConverter<StringMap>
{
    public override StringMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadMap(ref reader, null);

    public override void Write(Utf8JsonWriter writer, StringMap value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value)
            writer.WriteString(key, text);
        writer.WriteEndObject();
    }

    /// <summary>Reads a map; of the text under <paramref name="applied"/> only <see cref="AnnotationsConverter.EarlyVersion"/> is kept.</summary>
    internal static StringMap ReadMap(ref Utf8JsonReader reader, string? applied)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"object expected, found {reader.TokenType}");
        var pairs = new List<string>(8);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (applied is not null && reader.ValueTextEquals(applied))
            {
                reader.Read();
                if (AnnotationsConverter.EarlyVersion(ref reader) is { } version)
                    pairs.AddRange(applied, version);
                reader.Skip();
                continue;
            }
            pairs.Add(PooledStringConverter.ReadText(ref reader)!);
            reader.Read();
            pairs.Add(PooledStringConverter.ReadText(ref reader) ?? "");
        }
        return pairs.Count == 0 ? StringMap.Empty : new([.. pairs]);
    }
}
