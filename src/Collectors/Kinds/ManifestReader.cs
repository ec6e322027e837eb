using System.Runtime.InteropServices;
using System.Text.Json;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;
using YamlDotNet.Core;

namespace Posture.Collectors.Kinds;

/// <summary>Objects of a text of YAML or JSON documents, <c>List</c>s and sequences of objects unpacked. What cannot be read is reported with its line; the rest is given back.</summary>
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
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Array && root.EnumerateArray().Any(IsTyped))
            foreach (var item in root.EnumerateArray())
                ReadElement(item, place, objects, unknown, errors);
        else
            ReadElement(root, place, objects, unknown, errors);
    }

    /// <summary>An object or a list; an item of a typed list (<c>DeploymentList</c>) need not say what it is, as API servers write it.</summary>
    private static void ReadElement(JsonElement element, string place, Action<KubeObject> objects, Action<string> unknown, Action<SourceError> errors,
        string? listVersion = null, string? listKind = null)
    {
        if (element.ValueKind == JsonValueKind.Null)
            return;
        if (element.ValueKind != JsonValueKind.Object || (Text(element, "kind") ?? listKind) is not { } kind
            || (Text(element, "apiVersion") ?? listVersion) is not { } apiVersion)
        {
            errors(new("manifest.no_kind", place, "not a Kubernetes object: apiVersion and kind are missing"));
            return;
        }
        if (kind.EndsWith("List", StringComparison.Ordinal) && element.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array)
        {
            var (itemVersion, itemKind) = kind == "List" ? default((string?, string?)) : (apiVersion, kind[..^"List".Length]);
            foreach (var item in items.EnumerateArray())
                ReadElement(item, place, objects, unknown, errors, itemVersion, itemKind);
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

    /// <summary>Whether an element says what it is; a sequence without such a one is some other file.</summary>
    private static bool IsTyped(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && Text(element, "kind") is not null && Text(element, "apiVersion") is not null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
