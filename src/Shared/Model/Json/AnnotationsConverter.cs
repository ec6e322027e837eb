using System.Text.Json;
using System.Text.Json.Serialization;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>Reads annotations and drops <c>kubectl.kubernetes.io/last-applied-configuration</c>: it repeats the whole object, Secret data included.</summary>
internal sealed class AnnotationsConverter : JsonConverter<StringMap>
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public override StringMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StringMapConverter.ReadMap(ref reader, LastApplied);

    public override void Write(Utf8JsonWriter writer, StringMap value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value)
            writer.WriteString(key, text);
        writer.WriteEndObject();
    }
}
