using System.Security.Cryptography;
using System.Text.Json;

namespace Posture.Collectors.Registries;

/// <summary>What points to content (OCI image-spec, descriptor.md).</summary>
/// <param name="MediaType">Type of the content.</param>
/// <param name="Digest"><c>sha256:…</c></param>
/// <param name="Size">Bytes.</param>
/// <param name="ArtifactType">Of a referrer: what it is; null when it is not said.</param>
/// <param name="Annotations">Annotations.</param>
public sealed record OciDescriptor(string MediaType, string Digest, long Size, string? ArtifactType, IReadOnlyDictionary<string, string> Annotations);

/// <summary>A manifest or index as the registry has it.</summary>
/// <param name="Digest">Digest of its bytes, which were hashed here.</param>
/// <param name="MediaType">Its type.</param>
/// <param name="ArtifactType">What it is, when it is no image; null else.</param>
/// <param name="Config">Configuration; null for an index.</param>
/// <param name="Layers">Layers; empty for an index.</param>
/// <param name="Manifests">Manifests of an index, with their platform as <c>os/architecture</c>.</param>
/// <param name="Annotations">Annotations.</param>
public sealed record OciManifest(
    string Digest, string MediaType, string? ArtifactType, OciDescriptor? Config, IReadOnlyList<OciDescriptor> Layers, IReadOnlyList<(OciDescriptor Manifest, string? Platform)> Manifests,
    IReadOnlyDictionary<string, string> Annotations)
{
    /// <summary>Types that are asked for.</summary>
    public const string Accepted =
        "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>Most bytes of a manifest, as registries themselves have it.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Type of a configuration that is none.</summary>
    public const string Empty = "application/vnd.oci.empty.v1+json";

    private const string ImageConfig = "application/vnd.oci.image.config.v1+json", DockerConfig = "application/vnd.docker.container.image.v1+json";
    private const int MaxItems = 1000;
    private const int MaxAnnotations = 200;

    /// <summary>Whether it lists manifests of platforms.</summary>
    public bool IsIndex => Config is null && Layers.Count == 0 && ArtifactType is null && (MediaType.Contains("index", StringComparison.Ordinal) || MediaType.Contains("list", StringComparison.Ordinal));

    /// <summary>Digest of bytes.</summary>
    public static string DigestOf(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Tags of a list of them.</summary>
    /// <exception cref="RegistryException">It is none.</exception>
    public static IReadOnlyList<string> TagsOf(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 8 });
            // A repository without a tag has null here.
            return document.RootElement.GetProperty("tags") is { ValueKind: JsonValueKind.Array } tags ? [.. tags.EnumerateArray().Select(tag => tag.GetString()).OfType<string>()] : [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new RegistryException("registry.malformed", "the registry's list of tags cannot be read", exception);
        }
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="RegistryException">It is none, or of an unreasonable size.</exception>
    public static OciManifest Parse(ReadOnlyMemory<byte> json, string? contentType)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 32 });
            var root = document.RootElement;
            if (root.TryGetProperty("schemaVersion", out var schema) && schema.GetInt32() != 2)
                throw new RegistryException("registry.unsupported", "a manifest of schema 1, which has no digest to rely on; push the image anew");
            var manifest = new OciManifest(
                DigestOf(json.Span),
                Text(root, "mediaType") ?? contentType ?? "",
                Text(root, "artifactType"),
                root.TryGetProperty("config", out var config) ? Descriptor(config) : null,
                Items(root, "layers", Descriptor),
                Items(root, "manifests", item => (Descriptor(item), PlatformOf(item))),
                AnnotationsOf(root));
            // Before 1.1 of the image specification, the configuration's type said what an artifact is.
            return manifest is { ArtifactType: null, Config.MediaType: var type and not (ImageConfig or DockerConfig or Empty) } ? manifest with { ArtifactType = type } : manifest;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new RegistryException("registry.malformed", "the registry's manifest cannot be read", exception);
        }
    }

    private static OciDescriptor Descriptor(JsonElement item)
    {
        var digest = Text(item, "digest") ?? "";
        if (!IsDigest(digest))
            throw new FormatException("a digest");
        return new(Text(item, "mediaType") ?? "", digest, item.TryGetProperty("size", out var size) ? size.GetInt64() : 0, Text(item, "artifactType"), AnnotationsOf(item));
    }

    /// <summary>Whether a text is a digest that is used here: SHA-256 in lower-case hex. It becomes part of an address.</summary>
    public static bool IsDigest(string text) => text.Length == 71 && text.StartsWith("sha256:", StringComparison.Ordinal) && !text.AsSpan(7).ContainsAnyExcept("0123456789abcdef");

    private static string? PlatformOf(JsonElement item) => item.TryGetProperty("platform", out var platform) ? $"{Text(platform, "os")}/{Text(platform, "architecture")}" : null;

    private static Dictionary<string, string> AnnotationsOf(JsonElement of)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (of.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object)
            foreach (var annotation in annotations.EnumerateObject().Take(MaxAnnotations))
                found[annotation.Name] = annotation.Value.GetString() ?? "";
        return found;
    }

    private static List<T> Items<T>(JsonElement of, string name, Func<JsonElement, T> item)
    {
        if (!of.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null)
            return [];
        return list.GetArrayLength() <= MaxItems ? [.. list.EnumerateArray().Select(item)] : throw new RegistryException("registry.too_large", $"a manifest with more than {MaxItems} {name}");
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
