using System.Runtime.InteropServices;
using System.Text.Json;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;
using YamlDotNet.Core;

namespace Posture.Collectors.Kinds;

/// <summary>Objects of a text of YAML or JSON documents, <c>List</c>s unpacked. What cannot be read is reported with its line; the rest is given back.</summary>
public static class ManifestReader
{
    /// <summary>Reads all objects of <paramref name="text"/>.</summary>
    /// <param name="text">YAML (multi-document) or JSON.</param>
    /// <param name="place">Name of the file, for messages.</param>
    /// <param name="objects">Receives each object of a known kind.</param>
    /// <param name="unknown">Receives group/kind of each object that the catalogue does not read.</param>
    /// <param name="errors">Receives what could not be read.</param>
    public static void Read(TextReader text, string place, Action<KubeObject> objects, Action<string> unknown, Action<SourceError> errors)
    {
        try
        {
            foreach (var (json, line) in YamlJson.Documents(text))
                ReadDocument(json, $"{place}:{line}", objects, unknown, errors);
        }
        catch (YamlException syntax)
        {
            errors(new("yaml.syntax", $"{place}:{syntax.Start.Line}", $"not valid YAML: {syntax.Message}"));
        }
        catch (YamlLimitException limit)
        {
            errors(new(limit.Code, $"{place}:{limit.Line}", limit.Message));
        }
    }

    private static void ReadDocument(ReadOnlyMemory<byte> json, string place, Action<KubeObject> objects, Action<string> unknown, Action<SourceError> errors)
    {
        using var document = JsonDocument.Parse(json, new() { MaxDepth = YamlJson.MaxDepth + 2 });
        ReadElement(document.RootElement, place, objects, unknown, errors);
    }

    private static void ReadElement(JsonElement element, string place, Action<KubeObject> objects, Action<string> unknown, Action<SourceError> errors)
    {
        if (element.ValueKind == JsonValueKind.Null)
            return;
        if (element.ValueKind != JsonValueKind.Object || Text(element, "kind") is not { } kind || Text(element, "apiVersion") is not { } apiVersion)
        {
            errors(new("manifest.no_kind", place, "not a Kubernetes object: apiVersion and kind are missing"));
            return;
        }
        if (kind.EndsWith("List", StringComparison.Ordinal) && element.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in items.EnumerateArray())
                ReadElement(item, place, objects, unknown, errors);
            return;
        }
        if (KnownKinds.FindByVersion(apiVersion, kind) is not { } info)
        {
            unknown($"{apiVersion}/{kind}");
            return;
        }
        try
        {
            if (info.Decode(JsonMarshal.GetRawUtf8Value(element)) is not { } item)
                return;
            item.ApiVersion = apiVersion;
            item.Kind = kind;
            objects(item);
        }
        catch (JsonException malformed)
        {
            errors(new("manifest.malformed", place, $"{kind} does not have the shape of the API at {malformed.Path}"));
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
