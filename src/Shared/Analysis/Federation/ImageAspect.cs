using Posture.Analysis.Indexes;
using Posture.Model.Federation;
using Posture.Model.Inventory;

namespace Posture.Analysis.Federation;

/// <summary>The part of a digest about images: what each container of each controller runs since when, under a hash of its name, and the registries.</summary>
internal static class ImageAspect
{
    /// <summary>Registry hosts kept.</summary>
    private const int MaxRegistries = 500;

    /// <summary>Workloads whose name means the same in every cluster; bare pods and jobs are named by chance.</summary>
    public static bool IsComparable(Workload workload) => workload.Object is Deployment or StatefulSet or DaemonSet or CronJob;

    public static string KeyOf(Workload workload, string container) =>
        AspectHash.Of(workload.Namespace, workload.Object.Kind, workload.Object.Name, container);

    public static ImageSetDigest? Of(ClusterView view)
    {
        if (!Workload.Kinds.All(view.Inventory.Covers))
            return null;
        var running = new SortedDictionary<string, ImageDigest>(StringComparer.Ordinal);
        var registries = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var workload in view.Workloads.All)
        {
            foreach (var container in workload.Template.Containers())
                if (registries.Count < MaxRegistries && view.ImageOf(container.Container.Image) is { } image)
                    registries.Add(image.Host);
            if (IsComparable(workload))
                foreach (var (container, image) in Of(workload))
                    running[KeyOf(workload, container)] = image;
        }
        return new(running, [.. registries]);
    }

    /// <summary>The image of each container, once; without a digest of it there is nothing to compare.</summary>
    public static IEnumerable<(string Container, ImageDigest Image)> Of(Workload workload) =>
        from image in workload.Images
        where image.Digest.Length > 0
        group image.Digest by image.Container into digests
        select (digests.Key, digests.Distinct(StringComparer.Ordinal).Count() == 1 ? new ImageDigest(digests.First(), SinceOf(workload, digests.First())) : new("", null));

    private static DateTimeOffset? SinceOf(Workload workload, string digest)
    {
        DateTimeOffset? since = null;
        foreach (var pod in workload.Pods)
            if (pod.Metadata.CreationTimestamp is { } created && (since is null || created < since)
                && pod.Status?.ContainerStatuses.Any(status => status.ImageID?.EndsWith(digest, StringComparison.Ordinal) == true) == true)
                since = created;
        return since is { } first ? new DateTimeOffset(first.Year, first.Month, first.Day, first.Hour, 0, 0, first.Offset).ToUniversalTime() : null;
    }
}
