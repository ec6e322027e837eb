using Posture.Analysis.Indexes;
using Posture.Analysis.Layers;
using Posture.Analysis.Provenance;

namespace Posture.Analysis.Policy;

public sealed partial record PosturePolicy
{
    /// <summary>Fixable high vulnerabilities that an image may have (Kubescape's default).</summary>
    [PolicyParameter("Fixable high vulnerabilities that an image may have.", Minimum = 0, Maximum = 100_000)]
    public int HighVulnerabilityBudget { get; init; } = 10;

    /// <summary>Days from publication within which a fixable high or critical vulnerability is to be gone.</summary>
    [PolicyParameter("Days from publication within which a fixable high or critical vulnerability is to be gone.", Minimum = 1, Maximum = 3650)]
    public int VulnerabilityDays { get; init; } = 30;

    /// <summary>Vulnerabilities that are known to be exploited: they count on what faces the outside, whatever their severity.</summary>
    [PolicyParameter("Vulnerabilities known to be exploited: they count on what faces the outside, whatever their severity.", PolicyFormat.Name)]
    public IReadOnlySet<string> ExploitedVulnerabilities { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "CVE-2014-0160", "CVE-2014-6271", "CVE-2017-5638", "CVE-2021-41773", "CVE-2021-44228", "CVE-2022-22965", "CVE-2022-26134", "CVE-2023-44487", "CVE-2024-3094",
        "CVE-2024-4577",
    };

    /// <summary>Days that the scan of a running image stays good.</summary>
    [PolicyParameter("Days that the scan of a running image stays good.", Minimum = 1, Maximum = 3650)]
    public int ScanDays { get; init; } = 7;

    /// <summary>Days that results of kube-bench and of other assessments stay good.</summary>
    [PolicyParameter("Days that results of kube-bench and of other assessments stay good.", Minimum = 1, Maximum = 3650)]
    public int BenchmarkDays { get; init; } = 30;

    /// <summary>Packages that no image should hold: remote administration and network tools.</summary>
    [PolicyParameter("Packages that no image should hold: remote administration and network tools.", PolicyFormat.Name)]
    public IReadOnlySet<string> UnwantedPackages { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "openssh-server", "dropbear", "telnetd", "inetutils-telnetd", "telnet-server", "nmap", "nmap-ncat", "netcat", "netcat-openbsd", "netcat-traditional", "ncat",
        "socat", "tcpdump", "rsh-server", "tightvncserver",
    };

    /// <summary>Namespaces in production, where download tools beside a package manager are unwanted too; an entry that ends in <c>*</c> is a prefix.</summary>
    [PolicyParameter("Namespaces in production, where curl or wget beside a package manager is unwanted too; * at the end makes a prefix.", PolicyFormat.NamespacePattern)]
    public IReadOnlyList<string> ProductionNamespaces { get; init; } = [];

    /// <summary>Builders (<c>builder.id</c>, or a prefix of it that ends in <c>/</c>) whose provenance is trusted. Empty: who built an image is not assessed.</summary>
    [PolicyParameter("Builders, by builder.id or a prefix of it that ends in /, whose provenance is trusted. Empty: who built an image is not assessed.")]
    public IReadOnlyList<string> TrustedBuilders { get; init; } = [];

    /// <summary>Days after which an image is to be rebuilt.</summary>
    [PolicyParameter("Days after which an image is to be rebuilt.", Minimum = 1, Maximum = 3650)]
    public int RebuildDays { get; init; } = 60;

    /// <summary>Days after which an image that faces the outside (<see cref="Edge"/>) is to be rebuilt.</summary>
    [PolicyParameter("Days after which an image that faces the outside (edge) is to be rebuilt.", Minimum = 1, Maximum = 3650)]
    public int EdgeRebuildDays { get; init; } = 30;

    /// <summary>Days that an image may lag behind a new version of its base.</summary>
    [PolicyParameter("Days that an image may lag behind a new version of its base.", Minimum = 0, Maximum = 3650)]
    public int BaseDays { get; init; } = 14;

    /// <summary>Days that a workload may lag behind a newer image of the line of versions that it runs.</summary>
    [PolicyParameter("Days that a workload may lag behind a newer image of the line of versions that it runs.", Minimum = 0, Maximum = 3650)]
    public int RolloutDays { get; init; } = 14;

    /// <summary>Base images, the core first, and who answers for their layers. An image that no entry is about is an application's.</summary>
    [PolicyParameter("Base images, the core first, and who answers for their layers. An image that no entry is about is an application's.")]
    public IReadOnlyList<BaseRule> BaseImages { get; init; } = [];

    /// <summary>Who has to sign images, and who has to have built them. An image that no entry is about is not assessed.</summary>
    [PolicyParameter("Who has to sign images, and who has to have built them. An image that no entry is about is not assessed.")]
    public IReadOnlyList<SignerRule> ImageSigners { get; init; } = [];

    /// <summary>The entry with the longest repository that covers the image; null when none does.</summary>
    public SignerRule? SignersOf(ImageReference image) => Longest(ImageSigners, rule => rule.Images, image);

    /// <summary>Place in <see cref="BaseImages"/> of the entry with the longest repository that covers one; null when it is no base.</summary>
    public int? BaseRankOf(string repository)
    {
        if (BaseImages.Count == 0 || ImageReference.Parse(repository) is not { } image || Longest(BaseImages, rule => rule.Images, image) is not { } found)
            return null;
        for (var i = 0; i < BaseImages.Count; i++)
            if (ReferenceEquals(BaseImages[i], found))
                return i;
        return null;
    }

    /// <summary>Who answers for the layers of a repository's images.</summary>
    public string OwnerOf(string repository) => BaseRankOf(repository) is { } rank ? BaseImages[rank].Owner : BaseRule.Application;

    private static T? Longest<T>(IReadOnlyList<T> rules, Func<T, IReadOnlyList<string>> repositories, ImageReference image)
        where T : class => rules
        .SelectMany(rule => repositories(rule).Where(image.IsUnder).Select(prefix => (Rule: rule, prefix.TrimEnd('/').Length))).OrderByDescending(pair => pair.Length).Select(pair => pair.Rule).FirstOrDefault();
}
