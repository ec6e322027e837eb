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
    public string Push(string repository, string tag, string created = "2026-10-01") => Push(repository, tag, created, "amd64", "", []);

    /// <summary>An image of these layers, named by what is in them.</summary>
    /// <returns>Its digest.</returns>
    public string PushLayers(string repository, string tag, string created, params IEnumerable<string> layers) => Push(repository, tag, created, "amd64", "", layers.Select(DigestOf));

    /// <summary>An image with whatever stands in its configuration.</summary>
    /// <param name="repository">Repository.</param>
    /// <param name="tag">Tag.</param>
    /// <param name="created">Day.</param>
    /// <param name="architecture">Architecture.</param>
    /// <param name="labels">Further labels, as <c>,"name":"value"</c>.</param>
    /// <param name="diffIds">What it says of its layers; nothing when empty.</param>
    /// <returns>Its digest.</returns>
    public string Push(string repository, string tag, string created, string architecture, string labels, IEnumerable<string> diffIds)
    {
        var layers = string.Join(',', diffIds.Select(id => $"\"{id}\""));
        var files = layers.Length > 0 ? $$""","rootfs":{"type":"layers","diff_ids":[{{layers}}]}""" : "";
        var config = $$"""{"created":"{{created}}T00:00:00Z","architecture":"{{architecture}}","os":"linux"{{files}},"config":{"Labels":{"name":"{{repository}}:{{tag}}"{{labels}}} } }""";
        var manifest = $$"""{"schemaVersion":2,"mediaType":"{{ManifestType}}","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{DigestOf(config)}}","size":{{config.Length}}},"layers":[]}""";
        _content[$"/v2/{repository}/blobs/{DigestOf(config)}"] = (config, "application/octet-stream");
        _content[$"/v2/{repository}/manifests/{DigestOf(manifest)}"] = _content[$"/v2/{repository}/manifests/{tag}"] = (manifest, ManifestType);
        return DigestOf(manifest);
    }

    /// <summary>An index of images that were pushed, under a tag.</summary>
    /// <returns>Its digest.</returns>
    public string PushIndex(string repository, string tag, params IEnumerable<(string Architecture, string Digest)> images)
    {
        const string IndexType = "application/vnd.oci.image.index.v1+json";
        var manifests = string.Join(',', images.Select(image => $$"""{"mediaType":"{{ManifestType}}","digest":"{{image.Digest}}","size":1,"platform":{"os":"linux","architecture":"{{image.Architecture}}"} }"""));
        var index = $$"""{"schemaVersion":2,"mediaType":"{{IndexType}}","manifests":[{{manifests}}]}""";
        _content[$"/v2/{repository}/manifests/{DigestOf(index)}"] = _content[$"/v2/{repository}/manifests/{tag}"] = (index, IndexType);
        return DigestOf(index);
    }

    /// <summary>The digest that a tag names.</summary>
    public string DigestAt(string repository, string tag) => DigestOf(_content[$"/v2/{repository}/manifests/{tag}"].Body);

    /// <summary>From now on the repository lists these tags.</summary>
    public void List(string repository, IEnumerable<string> tags) =>
        _content[$"/v2/{repository}/tags/list"] = ("{\"tags\":[" + string.Join(',', tags.Select(tag => $"\"{tag}\"")) + "]}", "application/json");

    /// <summary>The digest of a text; of a layer its name.</summary>
    public static string DigestOf(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
