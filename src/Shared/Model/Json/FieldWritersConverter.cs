using System.Text.Json;
using System.Text.Json.Serialization;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>
/// Reads managed fields down to who wrote through which version: the field sets are skipped unread, entries of subresources are left out (controllers write
/// status all the time), at most <see cref="MaxWriters"/> are kept. Lists of the same text are one object: a table of <see cref="Slots"/> that forgets.
/// </summary>
internal sealed class FieldWritersConverter : JsonConverter<IReadOnlyList<FieldWriter>?>
{
    private const int MaxWriters = 16;
    private const int Slots = 1024;

    private static readonly FieldWriter[]?[] Known = new FieldWriter[]?[Slots];

    [ThreadStatic]
    private static List<(DateTimeOffset Time, FieldWriter Writer)>? _buffer;

    public override IReadOnlyList<FieldWriter>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }
        var found = _buffer ??= [];
        found.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            if (reader.TokenType != JsonTokenType.StartObject)
                reader.Skip();
            else if (ReadEntry(ref reader) is { } entry && found.Count < MaxWriters)
                Insert(found, entry);
        return Shared(found);
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<FieldWriter>? value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var entry in value ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("manager", entry.Manager);
            writer.WriteString("apiVersion", entry.ApiVersion);
            if (entry.WroteSpec)
            {
                writer.WriteStartObject("fieldsV1");
                writer.WriteStartObject("f:spec");
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Null for an entry of a subresource or without a version.</summary>
    private static (DateTimeOffset Time, FieldWriter Writer)? ReadEntry(ref Utf8JsonReader reader)
    {
        string manager = "", version = "";
        var time = DateTimeOffset.MinValue;
        bool spec = false, sub = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("manager"u8))
                manager = ReadText(ref reader);
            else if (reader.ValueTextEquals("apiVersion"u8))
                version = ReadText(ref reader);
            else if (reader.ValueTextEquals("subresource"u8))
                sub = ReadText(ref reader).Length > 0;
            else if (reader.ValueTextEquals("time"u8))
                time = reader.Read() && reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var read) ? read : time;
            else if (reader.ValueTextEquals("fieldsV1"u8))
                spec = ReadFields(ref reader);
            else
                SkipValue(ref reader);
        }
        return sub || version.Length == 0 ? null : (time, new(manager, version, spec));
    }

    private static bool ReadFields(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }
        var spec = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            spec |= reader.ValueTextEquals("f:spec"u8);
            SkipValue(ref reader);
        }
        return spec;
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return PooledStringConverter.ReadText(ref reader) ?? "";
        reader.Skip();
        return "";
    }

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>Sorted by time; entries of the same time keep their order.</summary>
    private static void Insert(List<(DateTimeOffset Time, FieldWriter Writer)> found, (DateTimeOffset Time, FieldWriter Writer) entry)
    {
        var at = found.Count;
        while (at > 0 && found[at - 1].Time > entry.Time)
            at--;
        found.Insert(at, entry);
    }

    private static FieldWriter[] Shared(List<(DateTimeOffset Time, FieldWriter Writer)> found)
    {
        var hash = default(HashCode);
        foreach (var (_, writer) in found)
            hash.Add(writer);
        ref var slot = ref Known[(uint)hash.ToHashCode() % Slots];
        if (slot is { } held && Same(held, found))
            return held;
        return slot = [.. found.Select(entry => entry.Writer)];
    }

    private static bool Same(FieldWriter[] held, List<(DateTimeOffset Time, FieldWriter Writer)> found)
    {
        if (held.Length != found.Count)
            return false;
        for (var i = 0; i < held.Length; i++)
            if (held[i] != found[i].Writer)
                return false;
        return true;
    }
}
