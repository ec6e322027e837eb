using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>
/// Reads annotations and drops <c>kubectl.kubernetes.io/last-applied-configuration</c>, which repeats the whole object, Secret data included; but for the API
/// version in it while that is an alpha or beta: by it a dump without managed fields tells what kubectl wrote through.
/// </summary>
internal sealed class AnnotationsConverter : JsonConverter<StringMap>
{
    /// <summary>How kubectl begins the text, with its keys in order.</summary>
    private const string Start = """{"apiVersion":""" + "\"";

    /// <summary>Longest beginning that is looked at.</summary>
    private const int Head = 160;

    public override StringMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StringMapConverter.ReadMap(ref reader, ObjectMeta.LastApplied);

    public override void Write(Utf8JsonWriter writer, StringMap value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value)
            writer.WriteString(key, text);
        writer.WriteEndObject();
    }

    /// <summary>The alpha or beta version that the text under the reader begins with; null for anything else.</summary>
    internal static string? EarlyVersion(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            return null;
        ReadOnlySpan<byte> head = reader.HasValueSequence
            ? reader.ValueSequence.Slice(0, Math.Min(Head, reader.ValueSequence.Length)).ToArray()
            : reader.ValueSpan[..Math.Min(Head, reader.ValueSpan.Length)];
        if (head.IndexOf("alpha"u8) < 0 && head.IndexOf("beta"u8) < 0)
            return null;
        var text = Encoding.UTF8.GetString(head).Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);
        if (!text.StartsWith(Start, StringComparison.Ordinal) || text.IndexOf('"', Start.Length) is not (> 0 and var end))
            return null;
        var version = text[Start.Length..end];
        return version.Contains("alpha", StringComparison.Ordinal) || version.Contains("beta", StringComparison.Ordinal) ? version : null;
    }
}
