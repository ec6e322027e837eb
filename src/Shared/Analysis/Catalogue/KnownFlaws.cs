using System.Globalization;
using Posture.Analysis.Indexes;

namespace Posture.Analysis.Catalogue;

/// <summary>
/// Flaws of platform components that were exploited or easily can be, with the releases that fix them. Sources: the advisories of the projects; the list follows
/// the controls of Kubescape. A flaw of the Linux kernel is left out: distributions fix it without changing the version.
/// </summary>
internal static class KnownFlaws
{
    private static readonly Flaw[] Rows =
    [
        new("CVE-2021-25741", Component.Kubelet, [], "0.0.0", ["1.19.15", "1.20.11", "1.21.5", "1.22.2"]),
        new("CVE-2022-3172", Component.ApiServer, ["kube-apiserver"], "0.0.0", ["1.22.14", "1.23.11", "1.24.5", "1.25.1"]),
        new("CVE-2022-23648", Component.Containerd, [], "0.0.0", ["1.4.13", "1.5.10", "1.6.1"]),
        new("CVE-2021-25742", Component.Image, ["ingress-nginx/controller"], "0.0.0", ["0.49.1", "1.0.1"]),
        new("CVE-2025-1974", Component.Image, ["ingress-nginx/controller", "ingress-nginx/controller-chroot"], "0.0.0", ["1.11.5", "1.12.1"]),
        new("CVE-2022-24348", Component.Image, ["argoproj/argocd"], "0.0.0", ["2.1.9", "2.2.4"]),
        new("CVE-2022-39328", Component.Image, ["grafana/grafana"], "9.2.0", ["9.2.4"]),
        new("CVE-2022-47633", Component.Image, ["kyverno/kyverno"], "1.8.3", ["1.8.5"]),
    ];

    /// <summary>Flaws of a component other than an image, in a version as it reports it (<c>v1.22.1</c>, <c>containerd://1.5.9</c>).</summary>
    public static IEnumerable<Flaw> Of(Component component, string? version)
    {
        var text = version.AsSpan();
        var scheme = text.IndexOf("://");
        return Parse(scheme < 0 ? text : text[(scheme + 3)..]) is { } parsed ? Rows.Where(row => row.Component == component && row.Hits(parsed)) : [];
    }

    /// <summary>Flaws of an image by the end of its repository and its tag; none when the tag is no version.</summary>
    public static IEnumerable<Flaw> Of(ImageReference image)
    {
        foreach (var row in Rows)
            foreach (var repository in row.Images)
                if (IsOf(image.Path, repository) && Parse(image.Tag) is { } parsed && row.Hits(parsed))
                    yield return row;
    }

    private static bool IsOf(string path, string repository) =>
        path == repository || (path.EndsWith(repository, StringComparison.Ordinal) && path[path.Length - repository.Length - 1] == '/');

    /// <summary>Three numbers at the start; what follows (build, distribution) does not count.</summary>
    internal static Version? Parse(ReadOnlySpan<char> text)
    {
        text = text.TrimStart('v');
        Span<int> parts = stackalloc int[3];
        for (var i = 0; i < 3; i++)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (!int.TryParse(digits < 0 ? text : text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i]) || (i < 2 && (digits < 0 || text[digits] != '.')))
                return null;
            text = digits < 0 ? [] : text[(i < 2 ? digits + 1 : digits)..];
        }
        return new(parts[0], parts[1], parts[2]);
    }

    /// <summary>What reports its version.</summary>
    internal enum Component
    {
        Image,
        Kubelet,
        ApiServer,
        Containerd,
    }

    /// <summary>One flaw: affected from <paramref name="Since"/> up to the fixed release of its minor version; newer minors than the last fix are not.</summary>
    internal sealed record Flaw(string Id, Component Component, string[] Images, string Since, string[] Fixed)
    {
        private readonly Version[] _fixed = [.. Fixed.Select(System.Version.Parse)];

        private readonly Version _since = System.Version.Parse(Since);

        public bool Hits(Version version)
        {
            if (version < _since)
                return false;
            foreach (var release in _fixed)
                if (release.Major == version.Major && release.Minor == version.Minor)
                    return version < release;
            return version < _fixed[^1];
        }

        /// <summary>The releases that fix it, for people.</summary>
        public string Expected => string.Join(", ", Fixed);
    }
}
