using System.Collections.Frozen;

namespace Posture.Analysis.Indexes;

/// <summary>A registry or repository that its owner froze, shut or moved.</summary>
/// <param name="Prefix">Host, or host with path on a "/" boundary.</param>
/// <param name="Successor">What takes the place of the prefix; null when nothing does.</param>
/// <param name="Since">From when; null where its owner names no day.</param>
/// <param name="But">Repositories below it that go on.</param>
public sealed record RetiredRegistry(string Prefix, string? Successor, DateOnly? Since, params IReadOnlyList<string> But)
{
    /// <summary>
    /// Those that are known for sure, each with where its owner says so. gcr.io is none: Container Registry was shut on 2025-03-18, and Artifact Registry answers under the same
    /// host since (cloud.google.com/artifact-registry/docs/transition/prepare-gcr-shutdown); which of its repositories were carried over only their owners know.
    /// </summary>
    private static readonly RetiredRegistry[] All =
    [
        // kubernetes.io/blog/2023/03/10/image-registry-redirect: no image is pushed there any more from 3 April 2023.
        new("k8s.gcr.io", "registry.k8s.io", new(2023, 4, 3)),

        // docs.github.com/packages/working-with-a-github-packages-registry/working-with-the-docker-registry: replaced by the Container registry; no day is named.
        new("docker.pkg.github.com", "ghcr.io", null),

        // github.com/bitnami/containers/issues/83267: what has a version leaves docker.io/bitnami from 28 August 2025 on, and what stays is "latest", for development. The copies
        // in bitnamilegacy get no updates, so they are no successor. github.com/bitnami/sealed-secrets/issues/1790 and the announcement name what goes on.
        new("docker.io/bitnami", null, new(2025, 8, 28), "docker.io/bitnami/sealed-secrets-controller", "docker.io/bitnami/minideb"),
        new("docker.io/bitnamilegacy", null, new(2025, 8, 28)),

        // github.com/kubernetes-sigs/kubebuilder/discussions/3907: not to be had from 18 March 2025; github.com/kubernetes/k8s.io/pull/6690 put the images there.
        new("gcr.io/kubebuilder/kube-rbac-proxy", "registry.k8s.io/kubebuilder/kube-rbac-proxy", new(2025, 3, 18)),
    ];

    private static readonly FrozenDictionary<string, RetiredRegistry> ByPrefix = All.ToFrozenDictionary(entry => entry.Prefix, StringComparer.Ordinal);

    /// <summary>From when the registry or repository of this name is retired; null where nobody says, and for one that only a policy names.</summary>
    public static DateOnly? SinceOf(string prefix) => ByPrefix.GetValueOrDefault(prefix)?.Since;

    /// <summary>What an image's repository belongs to that is retired, and what takes the place of the repository; null when it is not known to be.</summary>
    internal static (string From, string? To)? Of(ImageReference image)
    {
        foreach (var entry in All)
            if (image.IsUnder(entry.Prefix) && !image.IsUnderAny(entry.But))
                return (entry.Prefix, entry.Successor is { } to ? image.Under(entry.Prefix, to) : null);
        return null;
    }
}
