using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Posture.TestKit.ApiServer;

/// <summary>An API server compresses bodies from 128 KiB on, when asked to.</summary>
internal static class Compression
{
    private const int Least = 128 * 1024;

    public static async Task WriteAsync(HttpContext context, MemoryStream body)
    {
        if (body.Length < Least || !context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            await body.CopyToAsync(context.Response.Body, context.RequestAborted);
            return;
        }
        context.Response.Headers.ContentEncoding = "gzip";
        await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await body.CopyToAsync(packed, context.RequestAborted);
    }
}
