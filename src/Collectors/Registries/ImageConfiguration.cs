using System.Globalization;
using System.Text.Json;

namespace Posture.Collectors.Registries;

/// <summary>What an image's configuration says of it (OCI image-spec, config.md).</summary>
/// <param name="Created">When it was built; null when it does not say, or says year 1 or 1970, as reproducible builds do.</param>
/// <param name="Labels">Labels.</param>
/// <param name="Platform">Operating system and architecture, for example <c>linux/amd64</c>; null when it does not say.</param>
/// <param name="Layers">Digests of the unpacked layers, in order: what a base shares with what is built on it.</param>
public sealed record ImageConfiguration(DateTimeOffset? Created, IReadOnlyDictionary<string, string> Labels, string? Platform, IReadOnlyList<string> Layers)
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxLabels = 500;
    private const int MaxLayers = 1000;

    /// <summary>Fetches and reads the configuration of an image's manifest.</summary>
    /// <exception cref="RegistryException">It is not there, or cannot be read.</exception>
    public static async Task<ImageConfiguration> ReadAsync(RegistryClient registry, string repository, OciManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest is not { Config: { } config, ArtifactType: null })
            return new(null, new Dictionary<string, string>(StringComparer.Ordinal), null, []);
        var bytes = await registry.BlobAsync(repository, config, MaxBytes, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(bytes, new() { MaxDepth = 32 });
            var root = document.RootElement;
            var labels = new Dictionary<string, string>(StringComparer.Ordinal);
            if (root.TryGetProperty("config", out var settings) && settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("Labels", out var named) && named.ValueKind == JsonValueKind.Object)
                foreach (var label in named.EnumerateObject().Take(MaxLabels))
                    labels[label.Name] = label.Value.GetString() ?? "";
            var layers = root.TryGetProperty("rootfs", out var files) && files.TryGetProperty("diff_ids", out var ids) && ids.ValueKind == JsonValueKind.Array
                ? ids.EnumerateArray().Take(MaxLayers).Select(id => id.GetString() ?? "").ToList() : [];
            return new(root.TryGetProperty("created", out var created) ? Time(created) : null, labels, PlatformOf(root), layers);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RegistryException("registry.malformed", "the image's configuration cannot be read", exception);
        }
    }

    private static string? PlatformOf(JsonElement root) =>
        root.TryGetProperty("os", out var system) && root.TryGetProperty("architecture", out var architecture) && system.GetString() is { Length: > 0 } os && architecture.GetString() is { Length: > 0 } cpu ? $"{os}/{cpu}" : null;

    private static DateTimeOffset? Time(JsonElement created) =>
        created.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(created.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year > 1980 ? at : null;
}
