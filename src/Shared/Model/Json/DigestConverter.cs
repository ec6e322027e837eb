using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Posture.Model.Json;

/// <summary>
/// Reads a list of a report item by item into <typeparamref name="T"/>, which keeps counts and the worst: a report of a hundred thousand results costs what fifty
/// cost. Its own output (an object) reads back.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <typeparam name="TItem">The fields that are read of an item.</typeparam>
internal abstract class DigestConverter<T, TItem> : JsonConverter<T>
    where T : class, new()
    where TItem : class
{
    /// <summary>Longest text kept of an item.</summary>
    private const int MaxText = 200;

    protected abstract JsonTypeInfo<T> Own { get; }

    protected abstract JsonTypeInfo<TItem> Item { get; }

    /// <summary>Takes the items of a list, one at a time.</summary>
    protected abstract T Reduce(IEnumerable<TItem> items);

    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            NullItems.Refuse(reader);
            return JsonSerializer.Deserialize(ref reader, Own) ?? new();
        }
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"a list expected, found {reader.TokenType}");
        // Only the fields that are asked for are built; one object of a cluster is bounded before it comes here.
        var items = new List<TItem>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(JsonSerializer.Deserialize(ref reader, Item) ?? throw new JsonException("a list holds a null"));
        return Reduce(items);
    }

    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, Own);

    protected static string? Cut(string? text) => text is { Length: > MaxText } ? string.Concat(text.AsSpan(0, MaxText - 1), "…") : text;

    /// <summary>4 for critical to 1 for low, any case; 0 for anything else.</summary>
    protected static int Rank(string? severity) => severity?.ToUpperInvariant() switch
    {
        "CRITICAL" => 4,
        "HIGH" => 3,
        "MEDIUM" => 2,
        "LOW" => 1,
        _ => 0,
    };
}
