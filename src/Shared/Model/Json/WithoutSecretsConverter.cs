using System.Text.Json;
using System.Text.Json.Serialization;

namespace Posture.Model.Json;

/// <summary>
/// Reads free-form JSON of a generic object. Manifests can be embedded in it (ManifestWork, Argo CD, Flux): the values of an embedded Secret's <c>data</c> and
/// <c>stringData</c> become empty texts under their keys, and <c>last-applied-configuration</c> is dropped wherever it stands. The shape stays as the API gives it.
/// </summary>
internal sealed class WithoutSecretsConverter : JsonConverter<JsonElement?>
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public override JsonElement? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        using var document = JsonDocument.ParseValue(ref reader);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Copy(document.RootElement, writer);
        using var clean = JsonDocument.Parse(buffer.WrittenMemory);
        return clean.RootElement.Clone();
    }

    public override void Write(Utf8JsonWriter writer, JsonElement? value, JsonSerializerOptions options)
    {
        if (value is { } element)
            element.WriteTo(writer);
        else
            writer.WriteNullValue();
    }

    /// <summary>Depth is bounded by the reader (64).</summary>
    private static void Copy(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var secret = IsSecret(element);
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                    CopyProperty(property, secret, writer);
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Copy(item, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                // Not raw: half of a surrogate pair is refused here and not by whoever reads the text later.
                writer.WriteStringValue(element.GetString());
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void CopyProperty(JsonProperty property, bool secret, Utf8JsonWriter writer)
    {
        if (property.NameEquals(LastApplied))
            return;
        writer.WritePropertyName(property.Name);
        if (!secret || !(property.NameEquals("data") || property.NameEquals("stringData")))
        {
            Copy(property.Value, writer);
            return;
        }
        writer.WriteStartObject();
        if (property.Value.ValueKind == JsonValueKind.Object)
            foreach (var entry in property.Value.EnumerateObject())
                writer.WriteString(entry.Name, "");
        writer.WriteEndObject();
    }

    private static bool IsSecret(JsonElement element) =>
        element.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String && kind.ValueEquals("Secret");
}
