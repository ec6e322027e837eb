using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Posture.TestKit.ApiServer;

/// <summary>Answers of a server that misbehaves. Each is given to <c>ApiServerSimulator.Answer</c>.</summary>
public static class Fault
{
    /// <summary>A status with a <c>Status</c> body, and Retry-After when given.</summary>
    public static RequestDelegate Status(int code, string reason, int? retryAfterSeconds = null) => context =>
    {
        if (retryAfterSeconds is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return StatusAnswer.SendAsync(context, StatusAnswer.Of(code, reason, "scripted"));
    };

    /// <summary>A body as it stands.</summary>
    public static RequestDelegate Body(string body, string contentType = "application/json") => context =>
    {
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body, context.RequestAborted);
    };

    /// <summary>Reads the request and never answers. <paramref name="reached"/> is released when a request got here.</summary>
    public static RequestDelegate Hang(SemaphoreSlim? reached = null) => async context =>
    {
        reached?.Release();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
    };

    /// <summary>Answers only when <paramref name="open"/> is completed, then as usual.</summary>
    public static Func<HttpContext, RequestDelegate, Task> Hold(Task open, Action<int> inFlight)
    {
        var count = 0;
        return async (context, next) =>
        {
            inFlight(Interlocked.Increment(ref count));
            await open;
            Interlocked.Decrement(ref count);
            await next(context);
        };
    }

    /// <summary>Sends <paramref name="start"/> and then one endless string, until the client hangs up.</summary>
    public static RequestDelegate Endless(string start) => async context =>
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(start, context.RequestAborted);
        var filler = new byte[64 * 1024];
        Array.Fill(filler, (byte)'a');
        while (!context.RequestAborted.IsCancellationRequested)
            await context.Response.Body.WriteAsync(filler, context.RequestAborted);
    };

    /// <summary>A small compressed body that unpacks to <paramref name="bytes"/> bytes of one JSON string.</summary>
    public static RequestDelegate GzipBomb(string start, long bytes) => async context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = "gzip";
        await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await packed.WriteAsync(Encoding.UTF8.GetBytes(start), context.RequestAborted);
        var filler = new byte[64 * 1024];
        Array.Fill(filler, (byte)'a');
        for (var sent = 0L; sent < bytes; sent += filler.Length)
            await packed.WriteAsync(filler, context.RequestAborted);
    };

    /// <summary>Declares a long body, sends the start of one and breaks the connection.</summary>
    public static RequestDelegate Cut(string start) => async context =>
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(start, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    };

    /// <summary>Sends a body a few bytes at a time, each after <paramref name="next"/> is released.</summary>
    public static RequestDelegate Drip(string body, SemaphoreSlim next) => async context =>
    {
        context.Response.ContentType = "application/json";
        foreach (var part in body.Chunk(7))
        {
            await next.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync(new string(part), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    };

    /// <summary>Sends the client elsewhere.</summary>
    public static RequestDelegate Redirect(Uri target) => context =>
    {
        context.Response.Redirect(target.AbsoluteUri);
        return Task.CompletedTask;
    };
}
