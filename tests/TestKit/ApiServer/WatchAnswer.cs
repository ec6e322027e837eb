using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Posture.TestKit.ApiServer;

/// <summary>A watch stream: 200 at once, then one line an event until the time is over.</summary>
internal static class WatchAnswer
{
    /// <summary>Shorter watches end without a bookmark (recorded: 62 s had one, 4 s not).</summary>
    private static readonly TimeSpan LeastForBookmark = TimeSpan.FromSeconds(10);

    public static async Task SendAsync(HttpContext context, ObjectStore store, RequestTarget target, TimeProvider time)
    {
        var (query, response) = (context.Request.Query, context.Response);
        var initial = query["sendInitialEvents"] == "true";
        long? since = query["resourceVersion"].ToString() is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
        var seconds = int.TryParse(query["timeoutSeconds"], CultureInfo.InvariantCulture, out var asked) ? asked : 1800;
        response.ContentType = "application/json";
        using var watch = store.Subscribe(target.Type!, target.Namespace, since, initial);
        await response.Body.FlushAsync(context.RequestAborted);
        if (watch is null)
        {
            var gone = StatusAnswer.Of(410, "Expired", $"too old resource version: {since} ({store.Floor})");
            byte[] line = [.. "{\"type\":\"ERROR\",\"object\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(gone), .. "}\n"u8];
            await response.Body.WriteAsync(line, context.RequestAborted);
            return;
        }
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        try
        {
            await foreach (var line in watch.Lines.Reader.ReadAllAsync(either.Token))
            {
                await response.Body.WriteAsync(line, context.RequestAborted);
                await response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            // What happened before the time was over is told: the clock of a test may jump while lines still wait.
            while (watch.Lines.Reader.TryRead(out var line))
                await response.Body.WriteAsync(line, context.RequestAborted);
            if (query["allowWatchBookmarks"] == "true" && seconds >= LeastForBookmark.TotalSeconds)
                await response.Body.WriteAsync(store.BookmarkLine(target.Type!, store.Revision, initialEnd: false), context.RequestAborted);
        }
        catch (IOException)
        {
            context.Abort(); // a test broke the stream
        }
    }
}
