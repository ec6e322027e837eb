using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Api;

/// <summary>Answers: documents with an entity tag (RFC 9110 §8.8.3), and problems with a code (RFC 9457).</summary>
internal static class ApiAnswers
{
    private const int LongestName = 60;

    /// <summary>The document, or 304 when the caller has it already. The tag is of its bytes; it is only ever compared with what the same caller may see.</summary>
    public static IResult Document<T>(HttpContext context, T document, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(document, type);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.Vary = "Authorization";
        return context.Request.Headers.IfNoneMatch.Any(known => known is not null && known.Split(',').Any(one => one.Trim() is var held && (held == tag || held == "W/" + tag)))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(body, "application/json");
    }

    /// <summary>A parameter that is wrong, by its name.</summary>
    public static IResult Wrong(string parameter) => new Problem(StatusCodes.Status400BadRequest, "request.parameter", $"The parameter {parameter} is not known here, or its value is not one of those that the description names.");

    /// <summary>Not there, or not the caller's: the same answer.</summary>
    public static IResult NotFound() => new Problem(StatusCodes.Status404NotFound, null, null);

    /// <summary>A name as it may be told back.</summary>
    public static string Shown(string name) => new([.. name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_').Take(LongestName)]);

    private sealed class Problem(int status, string? code, string? detail) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Problems.WriteAsync(httpContext, status, code, detail);
    }
}
