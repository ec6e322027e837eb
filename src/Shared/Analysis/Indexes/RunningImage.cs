using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>A digest that a workload runs.</summary>
/// <param name="Container">Name of the container.</param>
/// <param name="Digest"><c>sha256:…</c>, or empty when neither the pod's status nor the reference names one.</param>
internal readonly record struct RunningImage(string Container, string Digest)
{
    private const string Algorithm = "sha256:";

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
    /// </summary>
    public static IReadOnlyList<RunningImage> Of(Workload workload)
    {
        var images = new List<RunningImage>();
        foreach (var pod in workload.Pods)
            foreach (var (list, statuses) in Statuses(pod))
                for (var i = 0; i < statuses.Count; i++)
                    if (DigestOf(statuses[i].ImageID) is var digest && !IsKnown(images, statuses[i].Name, digest))
                        images.Add(new(statuses[i].Name, digest.ToString(), pod.Name, list, i));
        if (images.Count == 0)
            foreach (var container in workload.Template.Containers())
                images.Add(new(container.Container.Name, DigestOf(container.Container.Image).ToString(), null, container.At("image"), 0));
        return images;
    }

    /// <summary>A workload runs a handful of containers, each with one digest, or two while it rolls out.</summary>
    private static bool IsKnown(List<RunningImage> images, string container, ReadOnlySpan<char> digest)
    {
        foreach (var image in images)
            if (image.Container == container && digest.SequenceEqual(image.Digest))
                return true;
        return false;
    }

    /// <summary>The digest at the end of <c>name@sha256:…</c>, <c>docker-pullable://name@sha256:…</c> or a bare one; empty when there is none.</summary>
    private static ReadOnlySpan<char> DigestOf(string? image) =>
        image is not null && image.LastIndexOf(Algorithm, StringComparison.Ordinal) is var at and >= 0 ? image.AsSpan(at) : [];

    private static IEnumerable<(string List, IReadOnlyList<ContainerStatus> Statuses)> Statuses(Pod pod)
    {
        yield return ("initContainerStatuses", pod.Status?.InitContainerStatuses ?? []);
        yield return ("containerStatuses", pod.Status?.ContainerStatuses ?? []);
        yield return ("ephemeralContainerStatuses", pod.Status?.EphemeralContainerStatuses ?? []);
    }
}
