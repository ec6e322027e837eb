using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>Tells images that are a registry, by their repository: a heuristic on names.</summary>
internal static class RegistryImages
{
    private static readonly string[] ConfigFolders = ["/etc/docker/registry", "/etc/distribution"];

    /// <summary>The registry of the distribution project, which is open to everybody unless told otherwise.</summary>
    public static bool IsDistribution(ImageReference image) => NameOf(image) is "registry" or "distribution" && !IsHarbor(image);

    public static bool IsRegistry(ImageReference image) =>
        IsDistribution(image) || IsHarbor(image) || NameOf(image) is "zot" or "nexus3" or "quay" || NameOf(image).StartsWith("zot-", StringComparison.Ordinal);

    /// <summary>Variables of the container that begin with a name.</summary>
    public static bool HasVariable(Container container, string start) =>
        container.Env.Any(variable => variable.Name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>A configuration file may be mounted or set in a way that cannot be read from here.</summary>
    public static bool HasHiddenSettings(Container container) => container.EnvFrom.Count > 0
        || container.VolumeMounts.Any(mount => Array.Exists(ConfigFolders, folder => IsWithin(mount.MountPath, folder) || IsWithin(folder, mount.MountPath))
            || container.Args.Concat(container.Command).Any(argument => IsWithin(argument, mount.MountPath)));

    private static bool IsHarbor(ImageReference image)
    {
        foreach (var segment in image.Path.AsSpan().Split('/'))
            if (image.Path.AsSpan(segment) is var word && (word is "goharbor" || word.StartsWith("harbor", StringComparison.Ordinal)))
                return true;
        return false;
    }

    private static ReadOnlySpan<char> NameOf(ImageReference image) => image.Path.AsSpan(image.Path.LastIndexOf('/') + 1);

    private static bool IsWithin(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || folder.EndsWith('/') || path[folder.Length] == '/');
}
