using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Collectors.Watching;

/// <summary>One line of a watch.</summary>
/// <param name="Item">The object, or null for a bookmark.</param>
/// <param name="Removed">Whether the object is gone.</param>
/// <param name="Added">Whether the object is new.</param>
/// <param name="ResourceVersion">Where the watch has come to.</param>
internal readonly record struct WatchEvent(KubeObject? Item, bool Removed, bool Added, string ResourceVersion)
{
    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">Not an event.</exception>
    /// <exception cref="ApiException">The event says that the watch failed.</exception>
    public static WatchEvent Read(ReadOnlySpan<byte> line, ServedKind kind)
    {
        var body = Body(line, out var type);
        if (type == "ERROR")
        {
            var status = JsonSerializer.Deserialize(body, ApiJson.Default.StatusObject);
            throw new ApiException(status is { Code: 410 } or { Reason: "Expired" or "Gone" } ? ApiFailure.Gone : ApiFailure.Malformed);
        }
        if (type == "BOOKMARK")
            return new(null, false, false, Needed(JsonSerializer.Deserialize(body, ApiJson.Default.BookmarkObject)?.Metadata?.ResourceVersion));
        if (type is not ("ADDED" or "MODIFIED" or "DELETED"))
            throw new JsonException("an event of an unknown type");
        var item = kind.Decode(body);
        return new(item, type == "DELETED", type == "ADDED", Needed(item.Metadata.ResourceVersion));
    }

    private static string Needed(string? version) => version is { Length: > 0 } ? version : throw new JsonException("an event without a resource version");

    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> line, out string? type)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 66 });
        ReadOnlySpan<byte> body = default;
        type = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("an event is an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isBody) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("object"u8));
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isType)
                type = reader.GetString();
            reader.Skip();
            if (isBody)
                body = line[start..(int)reader.BytesConsumed];
        }
        return body;
    }
}
