using Posture.Model.Inventory;

namespace Posture.Store.Queries;

/// <summary>An image in use: a digest, or a repository with its tag while the digest is not known.</summary>
/// <param name="Id">The digest; 32 hex digits where it is not known.</param>
/// <param name="Digest"><c>sha256:…</c>; null while nobody knows.</param>
/// <param name="Repository">The first repository that it is used under.</param>
/// <param name="State">Word of <c>ImageTrust.States</c>.</param>
/// <param name="Facts">What was found out; null where nobody looked.</param>
/// <param name="FirstSeen">When a visible workload used it first.</param>
/// <param name="LastSeen">When the last of them stopped; null while one uses it.</param>
public sealed record ImageRow(string Id, string? Digest, string Repository, string State, ImageFinding? Facts, DateTimeOffset FirstSeen, DateTimeOffset? LastSeen)
{
    /// <summary>Further repositories that it is used under.</summary>
    public int OtherRepositories { get; init; }

    /// <summary>Tags that it is used under, by name; at most <see cref="ImageQuery.MaxTags"/>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Classes of the registries that it is used from: words of <c>ImageStanding.Classes</c>; empty where nobody asked the policy.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];
    public int Clusters { get; init; }
    public int Namespaces { get; init; }
    public int Workloads { get; init; }
}

/// <summary>What was found out of a digest, in short.</summary>
/// <param name="State">Word of <c>ImageTrust.States</c>.</param>
/// <param name="Code">Stable code of the reason; null when verified, and where nobody judged.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Signer">Who signed.</param>
/// <param name="Issuer">Who vouched for the signer.</param>
/// <param name="CheckedAt">When a registry was asked.</param>
/// <param name="CreatedAt">When the image was built.</param>
public sealed record ImageFinding(string State, string? Code, string? Reason, string? Signer, string? Issuer, DateTimeOffset? CheckedAt, DateTimeOffset? CreatedAt);

/// <summary>A page of images, with how many there are of each state under all the other filters.</summary>
public sealed record ImagePage(Page<ImageRow> Page, IReadOnlyDictionary<string, long> States);

/// <summary>One image with all that is known and where it is used.</summary>
/// <param name="Row">As in the list, of all uses that are visible, past ones too.</param>
/// <param name="Facts">Everything that was found out; null where nobody looked.</param>
/// <param name="Uses">Where it is used, and was: those that still are first, at most <see cref="ImageQuery.MaxUses"/>.</param>
/// <param name="UseCount">How many uses there are.</param>
public sealed record ImageDetail(ImageRow Row, ImageFactsData? Facts, IReadOnlyList<ImageUseRow> Uses, long UseCount)
{
    /// <summary>Images in use that are built on it; at most <see cref="RebuildQuery.MaxBuilt"/>.</summary>
    public IReadOnlyList<BuiltImage> Built { get; init; } = [];

    /// <summary>Digests of its ancestors that are, or were, in use where it can be seen: they have a page.</summary>
    public IReadOnlySet<string> AncestorsInUse { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What scanners found in it; null where nobody looked.</summary>
    public ImageScan? Scan { get; init; }

    /// <summary>Tags of it that were seen under other digests too; null when nobody asked.</summary>
    public TagMoves? Moves { get; init; }
}

/// <summary>A use of an image.</summary>
/// <param name="Cluster">Cluster.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Container">Its container.</param>
/// <param name="Role"><c>init</c>, <c>main</c> or <c>ephemeral</c>.</param>
/// <param name="Reference">As written.</param>
/// <param name="FirstSeen">Since when.</param>
/// <param name="LastSeen">Until when; null while it is.</param>
public sealed record ImageUseRow(string Cluster, ObjectRef Workload, string Container, string Role, string Reference, DateTimeOffset FirstSeen, DateTimeOffset? LastSeen)
{
    /// <summary>Host and path.</summary>
    public string Repository { get; init; } = "";

    /// <summary>What the policy says of its name; null when nobody asked it.</summary>
    public ImageStanding? Standing { get; init; }
}

/// <summary>How many images of a place are in which state.</summary>
/// <param name="Cluster">Cluster.</param>
/// <param name="Namespace">Namespace; null for all of the cluster together.</param>
/// <param name="States">Images by state.</param>
public sealed record ImageShare(string Cluster, string? Namespace, IReadOnlyDictionary<string, int> States)
{
    /// <summary>Images that somebody could check: only they have a share that is signed.</summary>
    public int Checked => States.Where(pair => pair.Key != ImageTrust.NotChecked).Sum(pair => pair.Value);

    /// <summary>Images that nobody could check.</summary>
    public int NotChecked => Of(ImageTrust.NotChecked);

    /// <summary>Images of a state.</summary>
    public int Of(string state) => States.GetValueOrDefault(state);
}
