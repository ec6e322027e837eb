using Posture.Model.Inventory;

namespace Posture.Collectors.Registries;

/// <summary>What an image says of itself, in its configuration and the annotations of its manifests.</summary>
/// <param name="Created">When it was built.</param>
/// <param name="Labels">Labels, and annotations, which come first.</param>
/// <param name="Platforms">Platforms that an index names, or that of the configuration.</param>
/// <param name="Base">The base that it declares; what that is now is for others to say.</param>
/// <param name="Layers">Its layers, of an index those of the platform that is read; null when they cannot be compared.</param>
/// <param name="Manifests">Digests that an index lists; empty for a single image, null when they are more than anybody keeps.</param>
internal sealed record ImageBasics(
    DateTimeOffset? Created, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Platforms, ImageBase? Base, ImageLayers? Layers, IReadOnlyList<string>? Manifests)
{
    private const int MaxManifests = 100;

    /// <summary>The platform that is read of an index that has it, so that images which list their platforms in another order can be compared.</summary>
    private const string Preferred = "linux/amd64";

    private const string BaseName = "org.opencontainers.image.base.name", BaseDigest = "org.opencontainers.image.base.digest";

    /// <summary>Reads them; of an index those of one platform.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="repository">Repository.</param>
    /// <param name="digest">The image.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RegistryException">It is not there, or cannot be read.</exception>
    public static async Task<ImageBasics> ReadAsync(RegistryClient registry, string repository, string digest, CancellationToken cancellationToken)
    {
        var top = await registry.ManifestAsync(repository, digest, cancellationToken).ConfigureAwait(false);
        var manifest = PlatformOf(top) is { } one ? await registry.ManifestAsync(repository, one.Digest, cancellationToken).ConfigureAwait(false) : top;
        var configuration = await ImageConfiguration.ReadAsync(registry, repository, manifest, cancellationToken).ConfigureAwait(false);
        var labels = new Dictionary<string, string>(configuration.Labels, StringComparer.Ordinal);
        foreach (var (name, value) in manifest.Annotations.Concat(top.Annotations))
            labels[name] = value;
        List<string> platforms = [.. top.Manifests.Select(item => item.Platform).Where(name => name is not (null or "unknown/unknown")).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (platforms.Count == 0 && configuration.Platform is { } only)
            platforms.Add(only);
        return new(
            configuration.Created, labels, platforms, labels.GetValueOrDefault(BaseName) is { Length: > 0 } named ? new() { Name = named, Digest = labels.GetValueOrDefault(BaseDigest) } : null,
            configuration.Layers, top.Manifests.Count <= MaxManifests ? [.. top.Manifests.Select(item => item.Manifest.Digest).Distinct(StringComparer.Ordinal)] : null);
    }

    /// <summary>The manifest of an index that is read; null when it is none, or names no platform.</summary>
    public static OciDescriptor? PlatformOf(OciManifest top)
    {
        var named = top.Manifests.Where(item => item.Platform is not (null or "unknown/unknown")).ToList();
        return named.Find(item => item.Platform == Preferred).Manifest ?? named.FirstOrDefault().Manifest;
    }

    /// <summary>As they were kept.</summary>
    public static ImageBasics Of(ImageFactsData kept) => new(kept.Created, kept.Labels?.ToDictionary(StringComparer.Ordinal) ?? [], kept.Platforms ?? [], kept.Base, kept.Layers, kept.Manifests);

    /// <summary>As they are kept.</summary>
    public ImageFactsData Kept() => new() { Created = Created, Labels = StringMap.From(Labels), Platforms = Platforms, Base = Base, Layers = Layers, Manifests = Manifests };
}
