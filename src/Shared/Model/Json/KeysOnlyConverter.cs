using System.Text.Json;
using System.Text.Json.Serialization;

namespace Posture.Model.Json;

/// <summary>Reads the key names of an object and skips every value unread. Reads its own output (an array of names) back too.</summary>
internal sealed class KeysOnlyConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var keys = new List<string>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                keys.Add(PooledStringConverter.ReadText(ref reader) ?? "");
            return keys;
        }
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"object expected, found {reader.TokenType}");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            keys.Add(PooledStringConverter.ReadText(ref reader)!);
            reader.Read();
            reader.Skip();
        }
        return keys;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var key in value)
            writer.WriteStringValue(key);
        writer.WriteEndArray();
    }
}
