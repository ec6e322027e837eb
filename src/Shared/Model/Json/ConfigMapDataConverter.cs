using System.Text.Json;
using System.Text.Json.Serialization;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>Reads the keys of <c>data</c> and the values of kept settings; every other value is skipped unread. Its own output (dropped values as null) reads back.</summary>
internal sealed class ConfigMapDataConverter : JsonConverter<ConfigMapData>
{
    public override ConfigMapData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"object expected, found {reader.TokenType}");
        var entries = new List<(string, string?)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = PooledStringConverter.ReadText(ref reader)!;
            reader.Read();
            string? value = null;
            if (ConfigMapData.Kept.Contains(key) && reader.TokenType == JsonTokenType.String)
                value = PooledStringConverter.ReadText(ref reader);
            else
                reader.Skip();
            entries.Add((key, value?.Length <= ConfigMapData.MaxValue ? value : null));
        }
        return entries.Count == 0 ? ConfigMapData.Empty : new([.. entries]);
    }

    public override void Write(Utf8JsonWriter writer, ConfigMapData value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value.Entries)
            writer.WriteString(key, text);
        writer.WriteEndObject();
    }
}
