using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Posture.TestKit.ApiServer;

/// <summary>Lists in pages, with the rules of <c>limit</c>, <c>continue</c>, <c>resourceVersion</c> and <c>resourceVersionMatch</c>; single objects.</summary>
internal static class ListAnswer
{
    public static async Task SendAsync(HttpContext context, ObjectStore store, RequestTarget target)
    {
        var (type, query) = (target.Type!, context.Request.Query);
        var (start, revision, limit) = ("", (long?)null, int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked) ? asked : 0);
        if (query["continue"].ToString() is { Length: > 0 } token)
        {
            if (Decode(token) is not var (at, key))
            {
                await StatusAnswer.SendAsync(context, StatusAnswer.Of(400, "BadRequest", "invalid continue token: continue key is not valid"));
                return;
            }
            (revision, start) = (at < 0 ? null : at, key);
            if (at >= 0 && at < store.Floor)
            {
                await StatusAnswer.SendAsync(context, StatusAnswer.Of(410, "Expired", StatusAnswer.ContinueTooOld, null, Encode(-1, key.TrimEnd('\0'))));
                return;
            }
        }
        else if (query["resourceVersion"].ToString() is { Length: > 0 } version)
        {
            if (version == "0")
                limit = 0; // served from the watch cache, which has no pages
            else if (query["resourceVersionMatch"] == "Exact")
                revision = long.Parse(version, CultureInfo.InvariantCulture);
        }
        if (store.StateAt(type, revision) is not var (state, shown))
        {
            await StatusAnswer.SendAsync(context, StatusAnswer.Of(410, "Expired", "The resourceVersion for the provided list is too old."));
            return;
        }
        var items = new ArraySegment<StoredObject>(state.Items)[state.IndexOf(start.TrimStart('/'))..];
        var chosen = target.Namespace is null ? items : new ArraySegment<StoredObject>([.. items.Where(item => item.Namespace == target.Namespace)]);
        var page = limit > 0 && chosen.Count > limit ? chosen[..limit] : chosen;
        await WriteAsync(context, type, shown, page, chosen.Count - page.Count);
    }

    public static async Task SendOneAsync(HttpContext context, ObjectStore store, RequestTarget target)
    {
        var key = $"{target.Namespace}/{target.Name}";
        var item = store.StateAt(target.Type!, null)!.Value.State.Items.FirstOrDefault(item => item.Key == key);
        if (item is null)
        {
            await StatusAnswer.NotFoundAsync(context, target);
            return;
        }
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(item.Whole(target.Type!), context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, ResourceType type, long revision, ArraySegment<StoredObject> page, int remaining)
    {
        var partial = context.Request.Headers.Accept.ToString().Contains("as=PartialObjectMetadataList", StringComparison.Ordinal);
        var (apiVersion, kind) = partial ? ("meta.k8s.io/v1", "PartialObjectMetadataList") : (type.ApiVersion, type.Kind + "List");
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        if (remaining > 0)
            (metadata["continue"], metadata["remainingItemCount"]) = (Encode(revision, $"{(type.Namespaced ? "/" : "")}{page[^1].Key}\0"), remaining);
        using var body = new MemoryStream();
        body.Write(Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{metadata.ToJsonString()},\"items\":["));
        for (var i = 0; i < page.Count; i++)
        {
            if (i > 0)
                body.WriteByte((byte)',');
            body.Write(partial ? Partial(page[i]) : page[i].Json);
        }
        body.Write("]}\n"u8);
        body.Position = 0;
        context.Response.ContentType = "application/json";
        await Compression.WriteAsync(context, body);
    }

    private static byte[] Partial(StoredObject item) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = JsonNode.Parse(item.Json)!["metadata"]!.DeepClone(),
    });

    private static string Encode(long revision, string start) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["v"] = "meta.k8s.io/v1",
        ["rv"] = revision,
        ["start"] = start,
    })).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static (long Revision, string Start)? Decode(string token)
    {
        try
        {
            var text = token.Replace('-', '+').Replace('_', '/');
            var node = JsonNode.Parse(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
            return ((long)node!["rv"]!, (string)node["start"]!);
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
