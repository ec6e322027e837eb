using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Posture.TestKit.ApiServer;

/// <summary>A JSON body under the bare media type: an API server names no charset.</summary>
internal static class JsonAnswer
{
    public static async Task SendAsync(HttpContext context, JsonObject body, string contentType = "application/json")
    {
        context.Response.ContentType = contentType;
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), context.RequestAborted);
    }
}
