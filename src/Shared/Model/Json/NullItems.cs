using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Model.Json;

/// <summary>
/// Refuses JSON in which a list holds a null: records promise lists without, and neither API servers nor the tools whose files are imported write any. Free-form
/// kinds may hold them (a schema's <c>enum: [null]</c>) and are read with care.
/// </summary>
public static class NullItems
{
    /// <summary>Looks through JSON that the serializer accepted; the forward decoder refuses by itself (<see cref="ListDecoder{T}"/>).</summary>
    /// <exception cref="JsonException">A list holds a null.</exception>
    internal static void Refuse(ReadOnlySpan<byte> json, KindInfo kind)
    {
        if (kind.Record.Type != typeof(GenericObject) && kind.Record.Type != typeof(CustomResourceDefinition))
            Refuse(json);
    }

    /// <summary>Looks through JSON of any shape.</summary>
    /// <exception cref="JsonException">A list holds a null.</exception>
    public static void Refuse(ReadOnlySpan<byte> json) => Refuse(new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 0 }));

    /// <summary>Looks through the rest of what a copy of a reader stands on: one value, or all of it before the first token.</summary>
    /// <exception cref="JsonException">A list holds a null.</exception>
    internal static void Refuse(Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var before = JsonTokenType.None;
        while (reader.Read() && reader.CurrentDepth >= depth)
        {
            if (reader.TokenType == JsonTokenType.Null && before is not (JsonTokenType.PropertyName or JsonTokenType.None))
                throw new JsonException("a list holds a null", "a null item of a list", null, null);
            before = reader.TokenType;
        }
    }
}
