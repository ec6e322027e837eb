using System.Text.Json;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;

namespace Posture.Collectors.Kinds;

/// <summary>
/// Streams JSON: one object, a <c>List</c> of any length, or one document after another (ndjson). Each item is decoded from the buffer it lies in, so memory is
/// bounded by the largest item (<see cref="MaxItemBytes"/>), not by the file.
/// </summary>
internal static class JsonManifestReader
{
    /// <summary>etcd holds at most 1.5 MiB an object by default; a wide margin for other dumps.</summary>
    public const int MaxItemBytes = 64 * 1024 * 1024;

    public static void Read(Stream stream, string place, Action<KubeObject> objects, Action<string> unknown, Action<SourceError> errors)
    {
        var cursor = new JsonCursor(stream);
        try
        {
            while (cursor.NextDocument())
                if (cursor.EnterList())
                    while (cursor.NextItem(out var item))
                        ReadItem(item, cursor, place, objects, unknown, errors);
                else if (cursor.WholeDocument(out var document))
                    ReadItem(document, cursor, place, objects, unknown, errors);
        }
        catch (JsonException syntax)
        {
            errors(new("json.syntax", $"{place}:{cursor.Line}", $"not valid JSON: {Short(syntax.Message)}"));
        }
        catch (StreamLimitException)
        {
            errors(new("manifest.too_large", $"{place}:{cursor.Line}", $"one object is larger than {MaxItemBytes / 1024 / 1024} MiB"));
        }
    }

    private static void ReadItem(ReadOnlySpan<byte> json, JsonCursor cursor, string place, Action<KubeObject> objects, Action<string> unknown, Action<SourceError> errors)
    {
        var (apiVersion, kind) = TypeOf(json, cursor.ItemApiVersion, cursor.ItemKind);
        if (apiVersion is null || kind is null)
        {
            errors(new("manifest.no_kind", $"{place}:{cursor.Line}", "not a Kubernetes object: apiVersion and kind are missing"));
            return;
        }
        if (KnownKinds.FindByVersion(apiVersion, kind) is not { } info)
        {
            unknown($"{apiVersion}/{kind}");
            return;
        }
        try
        {
            if (info.Decode(json) is not { } item)
                return;
            item.ApiVersion = apiVersion;
            item.Kind = kind;
            objects(item);
        }
        catch (JsonException malformed)
        {
            errors(new("manifest.malformed", $"{place}:{cursor.Line}", $"{kind} does not have the shape of the API at {malformed.Path}"));
        }
    }

    /// <summary>apiVersion and kind of an object; they come first in what API servers and kubectl write, so this seldom reads far.</summary>
    private static (string? ApiVersion, string? Kind) TypeOf(ReadOnlySpan<byte> json, string? apiVersion, string? kind)
    {
        string? ownVersion = null, ownKind = null;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = YamlJson.MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return (null, null);
        while ((ownVersion is null || ownKind is null) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isVersion = reader.ValueTextEquals("apiVersion"u8);
            var isKind = reader.ValueTextEquals("kind"u8);
            reader.Read();
            if (isVersion && reader.TokenType == JsonTokenType.String)
                ownVersion = reader.GetString();
            else if (isKind && reader.TokenType == JsonTokenType.String)
                ownKind = reader.GetString();
            else
                reader.Skip();
        }
        return (ownVersion ?? apiVersion, ownKind ?? kind);
    }

    private static string Short(string message) => message.Split(". ")[0];
}
