using System.Globalization;
using System.Text.Json;
using Posture.Analysis.Layers;
using Posture.Model.Inventory;

namespace Posture.Collectors.Registries;

/// <summary>What an image's configuration says of it (OCI image-spec, config.md).</summary>
/// <param name="Created">When it was built; null when it does not say, or says year 1 or 1970, as reproducible builds do.</param>
/// <param name="Labels">Labels.</param>
/// <param name="Platform">Operating system and architecture, for example <c>linux/amd64</c>; null when it does not say.</param>
/// <param name="Layers">Its layers: what a base shares with what is built on it; null when they cannot be compared.</param>
public sealed record ImageConfiguration(DateTimeOffset? Created, IReadOnlyDictionary<string, string> Labels, string? Platform, ImageLayers? Layers)
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxLabels = 500;

    /// <summary>Fetches and reads the configuration of an image's manifest.</summary>
    /// <exception cref="RegistryException">It is not there, or cannot be read.</exception>
    public static async Task<ImageConfiguration> ReadAsync(RegistryClient registry, string repository, OciManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest is not { Config: { } config, ArtifactType: null })
            return new(null, new Dictionary<string, string>(StringComparer.Ordinal), null, null);
        var bytes = await registry.BlobAsync(repository, config, MaxBytes, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(bytes, new() { MaxDepth = 32 });
            var root = document.RootElement;
            var labels = new Dictionary<string, string>(StringComparer.Ordinal);
            if (root.TryGetProperty("config", out var settings) && settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("Labels", out var named) && named.ValueKind == JsonValueKind.Object)
                foreach (var label in named.EnumerateObject().Take(MaxLabels))
                    labels[label.Name] = label.Value.GetString() ?? "";
            var platform = PlatformOf(root);
            return new(root.TryGetProperty("created", out var created) ? Time(created) : null, labels, platform, LayersOf(root, platform));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RegistryException("registry.malformed", "the image's configuration cannot be read", exception);
        }
    }

    /// <summary>A list that is cut, or has what is no digest, would make an image of other layers: then nothing is compared.</summary>
    private static ImageLayers? LayersOf(JsonElement root, string? platform) =>
        root.TryGetProperty("rootfs", out var files) && files.ValueKind == JsonValueKind.Object && files.TryGetProperty("diff_ids", out var ids) && ids.ValueKind == JsonValueKind.Array && ids.GetArrayLength() <= LayerChain.MaxLayers
            ? LayerChain.Of(platform, [.. ids.EnumerateArray().Select(id => id.ValueKind == JsonValueKind.String ? id.GetString() : null)]) : null;

    private static string? PlatformOf(JsonElement root) =>
        root.TryGetProperty("os", out var system) && root.TryGetProperty("architecture", out var architecture) && system.GetString() is { Length: > 0 } os && architecture.GetString() is { Length: > 0 } cpu ? $"{os}/{cpu}" : null;

    private static DateTimeOffset? Time(JsonElement created) =>
        created.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(created.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year > 1980 ? at : null;
}
