using System.Security.Cryptography;
using System.Text;
using Posture.Model.Inventory;

namespace Posture.Analysis.Layers;

/// <summary>Names of the prefixes of an image's layers (OCI image-spec, config.md, ChainID): two images whose first n layers are the same have the same n-th name.</summary>
public static class LayerChain
{
    /// <summary>Most layers that are compared; a container runtime mounts fewer.</summary>
    public const int MaxLayers = 500;

    /// <summary>Layers that can be compared; null when they cannot: none, too many, no platform, or what is no digest among them.</summary>
    /// <param name="platform">Platform of the image's configuration.</param>
    /// <param name="diffIds">Digests of its unpacked layers.</param>
    public static ImageLayers? Of(string? platform, IReadOnlyList<string?> diffIds) =>
        platform is { Length: > 0 and <= 100 } && diffIds.Count is > 0 and <= MaxLayers && diffIds.All(IsDigest) ? new() { Platform = platform, DiffIds = [.. diffIds.OfType<string>()] } : null;

    /// <summary>The name of each prefix, the shortest first; the last is that of the whole image.</summary>
    public static IReadOnlyList<string> NamesOf(ImageLayers layers)
    {
        var names = new List<string>(layers.DiffIds.Count);
        foreach (var layer in layers.DiffIds)
            names.Add(names is [.., var below] ? "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{below} {layer}"))) : layer);
        return names;
    }

    private static bool IsDigest(string? text) =>
        text is { Length: 71 } && text.StartsWith("sha256:", StringComparison.Ordinal) && !text.AsSpan(7).ContainsAnyExcept("0123456789abcdef");
}
