using System.Globalization;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    /// <summary>
    /// Whether rules of Kubernetes 1.<paramref name="minor"/> hold here. An unknown server version (a folder) counts as the newest, as "latest" does in Pod Security.
    /// </summary>
    public bool IsAtLeast(int minor) => MinorOf(Inventory.ServerVersion) is not { } served || served >= minor;

    /// <summary>Minor version of the API server: that of discovery, or else of the image of its visible pod; null when neither is known.</summary>
    internal int? ServerMinor => MinorOf(Inventory.ServerVersion)
        ?? ControlPlane.ApiServers.SelectMany(server => server.Pod.Spec.Containers)
            .Select(container => MinorOf(ImageOf(container.Image)?.Tag)).FirstOrDefault(minor => minor is not null);

    /// <summary>34 for <c>v1.34.1+build</c>; null when the text is no version of Kubernetes 1.x.</summary>
    internal static int? MinorOf(string? version)
    {
        var text = version.AsSpan().TrimStart('v');
        if (!text.StartsWith("1.", StringComparison.Ordinal))
            return null;
        text = text[2..];
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(digits < 0 ? text : text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : null;
    }
}
