using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>A digest that a workload runs.</summary>
/// <param name="Container">Name of the container.</param>
/// <param name="Digest"><c>sha256:…</c>, or empty when neither the pod's status nor the reference names one.</param>
internal readonly record struct RunningImage(string Container, string Digest)
{
    private const string Algorithm = "sha256:";
    private const string AtAlgorithm = "@" + Algorithm;

    // In a status of a pod: its name, the list and the index in it; else the field of the template.
    private readonly string? _pod;
    private readonly string _field = "";
    private readonly int _index;

    private RunningImage(string container, string digest, string? pod, string field, int index)
        : this(container, digest) => (_pod, _field, _index) = (pod, field, index);

    /// <summary>Where the digest stands.</summary>
    public string Path => _pod is null ? _field : $"Pod/{_pod}: status.{_field}[{_index}].imageID";

    /// <summary>
    /// Each container and digest of a workload's live pods once, from their status (rule R13); of its template, from references with a digest, when it has no pod.
    /// Pods that have ended (evicted, finished) count only where none is left: they tell what a CronJob will run again.
    /// </summary>
    public static IReadOnlyList<RunningImage> Of(Workload workload)
    {
        var images = new List<RunningImage>();
        var ended = AllEnded(workload);
        for (var (at, pods) = (0, workload.Pods); at < pods.Count; at++)
            foreach (var list in ended || !HasEnded(pods[at]) ? Lists : [])
                for (var (i, statuses) = (0, Statuses(pods[at], list)); i < statuses.Count; i++)
                    if (DigestOf(statuses[i].ImageID) is var digest && !IsKnown(images, statuses[i].Name, digest))
                        images.Add(new(statuses[i].Name, digest.ToString(), pods[at].Name, list, i));
        if (images.Count == 0)
            foreach (var container in workload.Template.Containers())
                images.Add(new(container.Container.Name, DigestOf(container.Container.Image).ToString(), null, container.At("image").ToString(), 0));
        return images;
    }

    /// <summary>Whether it has pods and none of them runs or will.</summary>
    public static bool AllEnded(Workload workload)
    {
        var pods = workload.Pods;
        for (var i = 0; i < pods.Count; i++)
            if (!HasEnded(pods[i]))
                return false;
        return pods.Count > 0;
    }

    internal static bool HasEnded(Pod pod) => pod.Status?.Phase is "Succeeded" or "Failed";

    /// <summary>A workload runs a handful of containers, each with one digest, or two while it rolls out.</summary>
    private static bool IsKnown(List<RunningImage> images, string container, ReadOnlySpan<char> digest)
    {
        foreach (var image in images)
            if (image.Container == container && digest.SequenceEqual(image.Digest))
                return true;
        return false;
    }

    /// <summary>
    /// The reference of a container with the digest that every pod of this reference runs; null when they do not say, differ, or hold an image that no registry
    /// gave them a digest for.
    /// </summary>
    public static string? PinOf(Workload? workload, ContainerView container, ClusterView view)
    {
        if (workload is null || container.Container.Image is not { } image)
            return null;
        ReadOnlySpan<char> digest = [];
        for (var (at, pods) = (0, workload.Pods); at < pods.Count; at++)
            if (Runs(pods[at], container.Container.Name, image))
                foreach (var list in Lists)
                    for (var (i, statuses) = (0, Statuses(pods[at], list)); i < statuses.Count; i++)
                    {
                        var status = statuses[i];
                        if (status.Name != container.Container.Name)
                            continue;
                        var one = status.ImageID?.Contains(AtAlgorithm, StringComparison.Ordinal) == true ? DigestOf(status.ImageID) : [];
                        if (one.Length == 0 || (digest.Length > 0 && !digest.SequenceEqual(one)))
                            return null;
                        digest = one;
                    }
        if (digest.Length == 0)
            return null;
        var end = image.IndexOf('@', StringComparison.Ordinal);
        var name = end < 0 ? image : image[..end];
        return ImageReference.IsWhole(digest) && view.ImageOf(name) is not null ? $"{name}@{digest}" : null;
    }

    /// <summary>Pods of an older template say nothing of this one.</summary>
    private static bool Runs(Pod pod, string name, string image)
    {
        foreach (var list in (ReadOnlySpan<IReadOnlyList<Container>>)[pod.Spec.Containers, pod.Spec.InitContainers, pod.Spec.EphemeralContainers])
            for (var i = 0; i < list.Count; i++)
                if (list[i].Name == name)
                    return list[i].Image == image;
        return false;
    }

    /// <summary>The digest at the end of <c>name@sha256:…</c>, <c>docker-pullable://name@sha256:…</c> or a bare one; empty when there is none.</summary>
    internal static ReadOnlySpan<char> DigestOf(string? image) =>
        image is not null && image.LastIndexOf(Algorithm, StringComparison.Ordinal) is var at and >= 0 ? image.AsSpan(at) : [];

    /// <summary>What the status of a pod says of a container; null when it says nothing.</summary>
    internal static ContainerStatus? StatusOf(Pod pod, string container)
    {
        foreach (var list in Lists)
            for (var (i, statuses) = (0, Statuses(pod, list)); i < statuses.Count; i++)
                if (statuses[i].Name == container)
                    return statuses[i];
        return null;
    }

    private static readonly string[] Lists = ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"];

    private static IReadOnlyList<ContainerStatus> Statuses(Pod pod, string list) => (list[0] switch
    {
        'i' => pod.Status?.InitContainerStatuses,
        'c' => pod.Status?.ContainerStatuses,
        _ => pod.Status?.EphemeralContainerStatuses,
    }) ?? [];
}
