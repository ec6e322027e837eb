using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>A digest that a workload runs.</summary>
/// <param name="Container">Name of the container.</param>
/// <param name="Digest"><c>sha256:…</c>, or empty when neither the pod's status nor the reference names one.</param>
/// <param name="Path">Where the digest stands.</param>
internal readonly record struct RunningImage(string Container, string Digest, string Path)
{
    private const string Algorithm = "sha256:";

    /// <summary>
    /// Each container and digest of a workload's live pods once, from their status (rule R13); of its template, from references with a digest, when it has no pod.
    /// </summary>
    public static IEnumerable<RunningImage> Of(Workload workload)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var pod in workload.Pods)
            foreach (var (list, statuses) in Statuses(pod))
                for (var i = 0; i < statuses.Count; i++)
                    if (DigestOf(statuses[i].ImageID) is var digest && seen.Add((statuses[i].Name, digest)))
                        yield return new(statuses[i].Name, digest, $"Pod/{pod.Name}: status.{list}[{i}].imageID");
        if (seen.Count > 0)
            yield break;
        foreach (var container in workload.Template.Containers())
            yield return new(container.Container.Name, DigestOf(container.Container.Image), container.At("image"));
    }

    /// <summary>The digest at the end of <c>name@sha256:…</c>, <c>docker-pullable://name@sha256:…</c> or a bare one; empty when there is none.</summary>
    private static string DigestOf(string? image) =>
        image is not null && image.LastIndexOf(Algorithm, StringComparison.Ordinal) is var at and >= 0 ? image[at..] : "";

    private static IEnumerable<(string List, IReadOnlyList<ContainerStatus> Statuses)> Statuses(Pod pod)
    {
        yield return ("initContainerStatuses", pod.Status?.InitContainerStatuses ?? []);
        yield return ("containerStatuses", pod.Status?.ContainerStatuses ?? []);
        yield return ("ephemeralContainerStatuses", pod.Status?.EphemeralContainerStatuses ?? []);
    }
}
