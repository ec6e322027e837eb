using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Posture.TestKit.Registry;

/// <summary>Images of a registry whose requests are counted: small, honest, of one platform, and without an API of referrers unless told.</summary>
public sealed class RegistryContent
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    private readonly ConcurrentDictionary<string, (string Body, string Type)> _content = [];

    /// <summary>Whether it has the API of referrers, with nothing to tell.</summary>
    public bool HasReferrers { get; init; }

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>For <see cref="RegistryStub.StartAsync"/>.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, TimeProvider.System, context.RequestAborted);
        var found = HasReferrers && path.Contains("/referrers/", StringComparison.Ordinal)
            ? ("""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""", "application/vnd.oci.image.index.v1+json")
            : _content.GetValueOrDefault(path);
        if (found.Item1 is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        context.Response.ContentType = found.Item2;
        await context.Response.WriteAsync(found.Item1, context.RequestAborted);
    }

    /// <summary>An image under a tag.</summary>
    /// <returns>Its digest.</returns>
    public string Push(string repository, string tag, string created = "2026-10-01")
    {
        var config = $$"""{"created":"{{created}}T00:00:00Z","architecture":"amd64","os":"linux","config":{"Labels":{"name":"{{repository}}:{{tag}}"} } }""";
        var manifest = $$"""{"schemaVersion":2,"mediaType":"{{ManifestType}}","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{DigestOf(config)}}","size":{{config.Length}}},"layers":[]}""";
        _content[$"/v2/{repository}/blobs/{DigestOf(config)}"] = (config, "application/octet-stream");
        _content[$"/v2/{repository}/manifests/{DigestOf(manifest)}"] = _content[$"/v2/{repository}/manifests/{tag}"] = (manifest, ManifestType);
        return DigestOf(manifest);
    }

    /// <summary>The digest that a tag names.</summary>
    public string DigestAt(string repository, string tag) => DigestOf(_content[$"/v2/{repository}/manifests/{tag}"].Body);

    /// <summary>From now on the repository lists these tags.</summary>
    public void List(string repository, IEnumerable<string> tags) =>
        _content[$"/v2/{repository}/tags/list"] = ("{\"tags\":[" + string.Join(',', tags.Select(tag => $"\"{tag}\"")) + "]}", "application/json");

    private static string DigestOf(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
