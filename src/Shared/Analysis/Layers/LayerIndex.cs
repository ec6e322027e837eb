using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Analysis.Layers;

/// <summary>Known images by their layers: what an image is built on are those whose layers are a proper prefix of its own. Safe to use from several threads.</summary>
public sealed class LayerIndex
{
    /// <summary>Images held; past it the memory starts anew.</summary>
    private const int MaxImages = 200_000;

    private readonly Lock _turn = new();
    private readonly Dictionary<(string Platform, string Chain), List<KnownImage>> _images = [];

    /// <summary>Grows with every image that is added: what was told before may now be more.</summary>
    public int Version { get; private set; }

    /// <summary>Adds an image, once.</summary>
    public void Add(KnownImage image)
    {
        lock (_turn)
        {
            if (Version % MaxImages == MaxImages - 1)
                _images.Clear();
            if (!_images.TryGetValue((image.Platform, image.Chain), out var same))
                _images[(image.Platform, image.Chain)] = same = [];
            if (same.Exists(other => other.Repository == image.Repository && other.Digest == image.Digest))
                return;
            same.Add(image);
            Version++;
        }
    }

    /// <summary>
    /// The images that one is built on, the core first; one a prefix. An image that only sets a configuration has the layers of its base, so that of several with the same layers
    /// the one counts that the policy lists first.
    /// </summary>
    /// <param name="repository">Repository of the image.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="declared">Digest of the base that it declares.</param>
    /// <param name="policy">Which repositories are bases.</param>
    public IReadOnlyList<KnownImage> AncestorsOf(string repository, ImageLayers layers, string? declared, PosturePolicy policy)
    {
        var found = new List<KnownImage>();
        var names = LayerChain.NamesOf(layers);
        lock (_turn)
            for (var i = 0; i < names.Count - 1; i++)
                if (_images.TryGetValue((layers.Platform, names[i]), out var same)
                    && same.Where(image => image.Digest == declared || IsBaseOf(repository, image.Repository, policy))
                        .OrderBy(image => image.Digest != declared).ThenBy(image => policy.BaseRankOf(image.Repository) ?? int.MaxValue)
                        .ThenByDescending(image => image.Created).ThenBy(image => image.Repository, StringComparer.Ordinal).ThenBy(image => image.Digest, StringComparer.Ordinal)
                        .FirstOrDefault() is { } image)
                    found.Add(image);
        return found;
    }

    /// <summary>Whether two images of a platform have the same layers.</summary>
    public bool HasSameLayers(KnownImage image, string repository, string digest)
    {
        lock (_turn)
            return _images.TryGetValue((image.Platform, image.Chain), out var same) && same.Exists(other => other.Repository == repository && other.Digest == digest);
    }

    /// <summary>
    /// What no rule lists is a base in its own project only (the same path above the name): the same layers elsewhere are another team's image on a base that nobody listed, which is no
    /// base of this one, and whose name is not for everybody.
    /// </summary>
    private static bool IsBaseOf(string repository, string other, PosturePolicy policy) => policy.BaseRankOf(other) is not null || ProjectOf(repository) == ProjectOf(other);

    private static string ProjectOf(string repository) => repository[..Math.Max(repository.LastIndexOf('/'), 0)];
}
