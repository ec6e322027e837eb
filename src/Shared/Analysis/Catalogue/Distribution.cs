using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Catalogue;

/// <summary>
/// A release of a distribution, and the last day on which anybody gets fixes for it without paying: standard support, and of Debian its LTS, which is open to all and which scanners go
/// by too. What the table does not hold is not known. The dates are those that the distributions publish: wiki.debian.org/LTS, ubuntu.com/about/release-cycle, alpinelinux.org/releases,
/// access.redhat.com/support/policy/updates/errata (and those that follow it), docs.fedoraproject.org/en-US/releases/eol, aws.amazon.com (Amazon Linux), en.opensuse.org/Lifetime, Oracle's
/// elsp-lifetime; those of Debian 10 to 12, Ubuntu and Alpine were compared with a second
/// source (announcements and Trivy's tables), the others were not.
/// </summary>
/// <param name="Name">Name of the distribution.</param>
/// <param name="Release">Its release.</param>
/// <param name="End">Last day of fixes.</param>
internal sealed record Distribution(string Name, string Release, DateOnly End)
{
    private const string RefName = "org.opencontainers.image.ref.name", Version = "org.opencontainers.image.version";

    private const string Table = """
        debian: 7 2018-05-31, 8 2020-06-30, 9 2022-06-30, 10 2024-06-30, 11 2026-08-31, 12 2028-06-30, 13 2030-06-30
        ubuntu: 12.04 2017-04-28, 14.04 2019-04-25, 16.04 2021-04-30, 18.04 2023-05-31, 20.04 2025-05-31, 22.04 2027-04-30, 22.10 2023-07-20, 23.04 2024-01-25, 23.10 2024-07-11, 24.04 2029-04-30, 24.10 2025-07-10, 25.04 2026-01-15, 25.10 2026-07-31, 26.04 2031-04-30
        alpine: 3.6 2019-05-01, 3.7 2019-11-01, 3.8 2020-05-01, 3.9 2020-11-01, 3.10 2021-05-01, 3.11 2021-11-01, 3.12 2022-05-01, 3.13 2022-11-01, 3.14 2023-05-01, 3.15 2023-11-01, 3.16 2024-05-23, 3.17 2024-11-22, 3.18 2025-05-09, 3.19 2025-11-01, 3.20 2026-04-01, 3.21 2026-11-01, 3.22 2027-05-01, 3.23 2027-11-01, 3.24 2028-06-01
        centos: 6 2020-11-30, 7 2024-06-30, 8 2021-12-31, stream8 2024-05-31, stream9 2027-05-31
        ubi: 7 2024-06-30, 8 2029-05-31, 9 2032-05-31, 10 2035-05-31
        rockylinux: 8 2029-05-31, 9 2032-05-31, 10 2035-05-31
        almalinux: 8 2029-03-01, 9 2032-05-31, 10 2035-05-31
        oraclelinux: 6 2021-03-31, 7 2024-12-31, 8 2029-07-31, 9 2032-06-30
        fedora: 37 2023-12-05, 38 2024-05-21, 39 2024-11-26, 40 2025-05-13, 41 2025-12-15, 42 2026-05-13
        amazonlinux: 1 2023-12-31, 2018 2023-12-31, 2 2026-06-30, 2023 2029-06-30
        leap: 15.3 2022-12-31, 15.4 2023-12-07, 15.5 2024-12-31, 15.6 2026-04-30
        """;

    private const string Names = "wheezy 7, jessie 8, stretch 9, buster 10, bullseye 11, bookworm 12, trixie 13, trusty 14.04, xenial 16.04, bionic 18.04, focal 20.04, jammy 22.04, noble 24.04, centos6 6, centos7 7, centos8 8";

    /// <summary>Repositories beside the official ones of Docker Hub.</summary>
    private const string Beside = """
        quay.io/centos/centos centos, quay.io/fedora/fedora fedora, registry.fedoraproject.org/fedora fedora, docker.io/rockylinux/rockylinux rockylinux, quay.io/rockylinux/rockylinux rockylinux,
        quay.io/almalinuxorg/almalinux almalinux, public.ecr.aws/amazonlinux/amazonlinux amazonlinux, docker.io/opensuse/leap leap, registry.opensuse.org/opensuse/leap leap,
        container-registry.oracle.com/os/oraclelinux oraclelinux, public.ecr.aws/ubuntu/ubuntu ubuntu
        """;

    private static readonly Dictionary<string, Dictionary<string, string>> Ends = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':'))
        .ToDictionary(parts => parts[0].Trim(), parts => Pairs(parts[1]), StringComparer.Ordinal);

    private static readonly Dictionary<string, string> CodeNames = Pairs(Names), Repositories = Pairs(Beside);

    /// <summary>The release that an image of a distribution is; null when it is none, or its tag does not say which. Mirrors of Docker Hub keep its path <c>library/</c>.</summary>
    public static Distribution? Of(ImageReference image, string? tag)
    {
        if (image.Host is "registry.access.redhat.com" or "registry.redhat.io" && image.Path.StartsWith("ubi", StringComparison.Ordinal))
            return Of("ubi", Number(image.Path.AsSpan(3), 1));
        var slash = image.Path.LastIndexOf('/');
        var name = $"/{image.Path[..(slash + 1)]}".EndsWith("/library/", StringComparison.Ordinal) ? image.Path[(slash + 1)..] : Repositories.GetValueOrDefault(image.Repository);
        return name is null || tag is null ? null : Of(name, tag);
    }

    /// <summary>The release that labels tell, as images of Ubuntu carry them and hand them on.</summary>
    public static Distribution? Of(StringMap labels) => labels[RefName] is "ubuntu" && labels[Version] is { } release ? Of("ubuntu", release) : null;

    private static Distribution? Of(string name, string tag)
    {
        var head = tag.Split('-')[0];
        var release = CodeNames.GetValueOrDefault(head) ?? (head.StartsWith("stream", StringComparison.Ordinal) ? head : Number(head, name is "ubuntu" or "alpine" or "leap" ? 2 : 1));
        return Ends.TryGetValue(name, out var ends) && ends.TryGetValue(release, out var end) ? new(name, release, DateOnly.ParseExact(end, "yyyy-MM-dd", CultureInfo.InvariantCulture)) : null;
    }

    private static Dictionary<string, string> Pairs(string text) =>
        text.Split(',').Select(pair => pair.Trim().Split(' ')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>The first parts of a version.</summary>
    private static string Number(ReadOnlySpan<char> text, int parts)
    {
        var length = 0;
        for (; length < text.Length && (char.IsAsciiDigit(text[length]) || (text[length] == '.' && --parts > 0)); length++)
        {
        }
        return text[..length].ToString();
    }
}
