using System.Text.Encodings.Web;
using System.Text.Json;

namespace Posture.Collectors.Cli.Output;

/// <summary>A JSON document written step by step, readable. Names of objects keep their letters: it goes to a terminal or file, never into HTML.</summary>
internal static class JsonText
{
    public static void Write(TextWriter output, Action<Utf8JsonWriter> document)
    {
        using (var json = new Utf8JsonWriter(new Utf8Text(output), new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document(json);
        output.WriteLine();
    }

    /// <summary>A property that is an object.</summary>
    public static void Object(this Utf8JsonWriter json, string name, Action fields)
    {
        json.WriteStartObject(name);
        fields();
        json.WriteEndObject();
    }

    /// <summary>An object as an item of an array, or the root.</summary>
    public static void Object(this Utf8JsonWriter json, Action fields)
    {
        json.WriteStartObject();
        fields();
        json.WriteEndObject();
    }

    /// <summary>A property that is an array of objects.</summary>
    public static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> fields)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            json.Object(() => fields(item));
        json.WriteEndArray();
    }

    /// <summary>A property that is an array of texts.</summary>
    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>A property of many formats: an object with a <c>text</c>.</summary>
    public static void Text(this Utf8JsonWriter json, string name, string text) => json.Object(name, () => json.WriteString("text", text));
}
