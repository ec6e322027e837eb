using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>
/// Reads the keys of <c>data</c>, the values of kept settings and the trace of every other value, which goes no further than a rented buffer that is cleared.
/// Its own output (a dropped value as the three numbers of its trace) reads back.
/// </summary>
internal sealed class ConfigMapDataConverter : JsonConverter<ConfigMapData>
{
    public override ConfigMapData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"object expected, found {reader.TokenType}");
        var entries = new List<(string, string?, ValueTrace)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = PooledStringConverter.ReadText(ref reader)!;
            reader.Read();
            string? value = null;
            var trace = default(ValueTrace);
            if (reader.TokenType == JsonTokenType.StartArray)
                trace = ReadTrace(ref reader);
            else if (reader.TokenType != JsonTokenType.String)
                reader.Skip();
            else if (ConfigMapData.Kept.Contains(key))
                trace = ValueTrace.Of(value = PooledStringConverter.ReadText(ref reader));
            else if (key == ConfigMapData.Authority)
                trace = ValueTrace.Of(value = CertificateThumbprints.Of(PooledStringConverter.ReadText(ref reader)!));
            else
                (value, trace) = Trace(ref reader, ComponentSettings.IsFile(key));
            entries.Add((key, value?.Length <= ConfigMapData.MaxValue || ComponentSettings.IsFile(key) ? value : null, trace));
        }
        return entries.Count == 0 ? ConfigMapData.Empty : new([.. entries]);
    }

    public override void Write(Utf8JsonWriter writer, ConfigMapData value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text, trace) in value.Entries)
        {
            if (text is not null)
            {
                writer.WriteString(key, text);
                continue;
            }
            writer.WriteStartArray(key);
            writer.WriteNumberValue((int)trace.Credential);
            writer.WriteNumberValue((int)trace.Shape);
            writer.WriteNumberValue(trace.Length);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    /// <summary>The trace of a value; of a configuration file of the kubelet or kube-proxy its documented settings, and their trace.</summary>
    private static (string? Kept, ValueTrace Trace) Trace(ref Utf8JsonReader reader, bool isFile)
    {
        var bytes = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
        var buffer = ArrayPool<char>.Shared.Rent(bytes);
        try
        {
            var text = buffer.AsSpan(0, reader.CopyString(buffer));
            return isFile && ComponentSettings.Reduce(text) is { Length: > 0 } kept ? (kept, ValueTrace.Of(kept)) : (null, ValueTrace.Of(text));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static ValueTrace ReadTrace(ref Utf8JsonReader reader)
    {
        Span<int> numbers = stackalloc int[3];
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            if (reader.TokenType == JsonTokenType.Number && count < numbers.Length && reader.TryGetInt32(out var number))
                numbers[count++] = number;
            else
                reader.Skip();
        return new((CredentialKind)numbers[0], (ValueShape)numbers[1], numbers[2]);
    }
}
