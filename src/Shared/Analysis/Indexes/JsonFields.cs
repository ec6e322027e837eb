using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Posture.Model.Inventory;
using Posture.Model.Json;

namespace Posture.Analysis.Indexes;

/// <summary>Reads fields of generic objects without ever throwing: a field that is absent or of another shape is absent.</summary>
internal static class JsonFields
{
    /// <summary>Selects nothing: no label matches an operator that the API does not know.</summary>
    public static readonly LabelSelector Nothing = new() { MatchExpressions = [new()] };

    /// <summary>A field of an object.</summary>
    public static JsonElement? Field(this JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } held && held.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A field of a field.</summary>
    public static JsonElement? Field(this JsonElement? element, string name, string inner) => element.Field(name).Field(inner);

    /// <summary>Items of a list; none when it is no list.</summary>
    public static IEnumerable<JsonElement?> Items(this JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.Array } list)
            yield break;
        foreach (var item in list.EnumerateArray())
            yield return item;
    }

    /// <summary>Text of a string; null for anything else.</summary>
    public static string? Text(this JsonElement? element) => element is { ValueKind: JsonValueKind.String } held ? held.GetString() : null;

    /// <summary>Text of a field.</summary>
    public static string? Text(this JsonElement? element, string name) => element.Field(name).Text();

    /// <summary>Texts of a list.</summary>
    public static IEnumerable<string> Texts(this JsonElement? element) => element.Items().Select(item => item.Text()).OfType<string>();

    /// <summary>A boolean; null for anything else.</summary>
    public static bool? Flag(this JsonElement? element) => element?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A whole number; null for anything else.</summary>
    public static long? Number(this JsonElement? element) => element is { ValueKind: JsonValueKind.Number } held && held.TryGetInt64(out var number) ? number : null;

    /// <summary>A time; null for anything else.</summary>
    public static DateTimeOffset? Time(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.String } held && held.TryGetDateTimeOffset(out var time) ? time : null;

    /// <summary>Whether a list or object is there and holds something.</summary>
    public static bool HasContent(this JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() > 0,
        { ValueKind: JsonValueKind.Object } held => held.EnumerateObject().MoveNext(),
        _ => false,
    };

    /// <summary>A label selector; null when absent. One that is not of its shape selects nothing, so that no rule covers more than it says.</summary>
    public static LabelSelector? Selector(this JsonElement? element) => element is null ? null : element.Part(ModelJson.Default.LabelSelector) ?? Nothing;

    /// <summary>A part that the API has a type for; null when it is absent or not of its shape.</summary>
    public static T? Part<T>(this JsonElement? element, JsonTypeInfo<T> contract)
        where T : class
    {
        if (element is not { ValueKind: JsonValueKind.Object } held)
            return null;
        try
        {
            NullItems.Refuse(JsonMarshal.GetRawUtf8Value(held));
            return held.Deserialize(contract);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
