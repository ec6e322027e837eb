using System.Text.Json.Serialization;

namespace Posture.Model.Inventory;

/// <summary>
/// What is known of an image beside the cluster, keyed by its digest (the object's name): signatures, attestations, labels, age, base. A registry reader or
/// an import fills it; what nobody looked up is null and never counts as absent.
/// </summary>
public sealed record ImageFacts : KubeObject
{
    public ImageFactsData Spec { get => field ??= new(); set; }
}

/// <summary>Facts of one digest.</summary>
public sealed record ImageFactsData
{
    /// <summary>Who looked, for evidence, for example <c>import image.json</c>.</summary>
    public string Source { get; set => field = value ?? ""; } = "";

    /// <summary>When a registry was asked; null for an import.</summary>
    public DateTimeOffset? CheckedAt { get; set; }

    /// <summary>Hash of the policy that it was judged by; empty for the default policy, null for an import.</summary>
    public string? JudgedBy { get; set; }

    /// <summary>Who vouches for it, as a registry and the policy's signer rules say; null for an import.</summary>
    public ImageTrust? Trust { get; set; }

    /// <summary>Signatures found; empty when there is none, null when nobody looked.</summary>
    public IReadOnlyList<ImageSignature>? Signatures { get; set; }

    /// <summary>Attestations found; empty when there is none, null when nobody looked.</summary>
    public IReadOnlyList<ImageAttestation>? Attestations { get; set; }

    /// <summary>Whether something was there that could not be read or judged: what the lists lack is then not absent.</summary>
    public bool IsPartial { get; set; }

    /// <summary>What those who may say so say of single vulnerabilities (VEX); null when nobody looked.</summary>
    public IReadOnlyList<VexStatement>? Vex { get; set; }

    /// <summary>Labels and annotations of image and manifest; null when nobody looked.</summary>
    public StringMap? Labels { get; set; }

    /// <summary>When the image was built, by its configuration.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>The newest image of the line of versions that it runs under; null when nobody looked, or it runs under no tag.</summary>
    public ImageNewest? Newest { get; set; }

    /// <summary>Platforms that it is built for, for example <c>linux/amd64</c>; null when nobody looked.</summary>
    public IReadOnlyList<string>? Platforms { get; set; }

    /// <summary>The base that the image declares, and what is current there.</summary>
    public ImageBase? Base { get; set; }

    /// <summary>Its layers; null when nobody looked, or they cannot be compared with those of others.</summary>
    public ImageLayers? Layers { get; set; }

    /// <summary>The images that it is built on, from the core outward; empty when none is known, null when nobody looked.</summary>
    public IReadOnlyList<ImageAncestor>? Ancestors { get; set; }

    /// <summary>Who answers for the layers that are no ancestor's, by the policy; null when nobody looked.</summary>
    public string? Owner { get; set; }

    /// <summary>Manifests of platforms that it lists, when it is an index of them; empty when it is a single image, null when nobody looked.</summary>
    public IReadOnlyList<string>? Manifests { get; set; }

    /// <summary>What was seen of the registry that gave it; null when none was asked, or it did not answer.</summary>
    public ImageRegistry? Registry { get; set; }
}

/// <summary>What was seen of a registry while it gave an image.</summary>
public sealed record ImageRegistry
{
    /// <summary>HTTPS, vouched for by an authority that the system of this product trusts.</summary>
    public const string SystemTrust = "https-system";

    /// <summary>HTTPS, vouched for by an authority that the settings name.</summary>
    public const string OwnTrust = "https-own";

    /// <summary>HTTP, as the settings have it.</summary>
    public const string Plain = "http";

    /// <summary>The repository that was asked, with its host: what is said here is said of this one alone.</summary>
    public string Repository { get; set => field = value ?? ""; } = "";

    /// <summary><see cref="SystemTrust"/>, <see cref="OwnTrust"/> or <see cref="Plain"/>.</summary>
    public string Transport { get; set => field = value ?? ""; } = "";

    /// <summary>Whether somebody without credentials is given images of the repository; null when nobody asked, or there was no clear answer.</summary>
    public bool? AnonymousPull { get; set; }
}

/// <summary>Who vouches for an image, in one word with its reason.</summary>
public sealed record ImageTrust
{
    /// <summary>The state of what nobody looked at, or could look at.</summary>
    public const string NotChecked = "notChecked";

    /// <summary>All states, what asks for work first.</summary>
    public static readonly IReadOnlyList<string> States = ["invalid", "otherSigner", "notSigned", NotChecked, "verified"];

    /// <summary><c>verified</c>, <c>otherSigner</c>, <c>invalid</c>, <c>notSigned</c> or <c>notChecked</c>.</summary>
    public string State { get; set => field = value ?? ""; } = "";

    /// <summary>Stable code of the reason; null when verified.</summary>
    public string? Code { get; set; }

    /// <summary>The reason; null when verified.</summary>
    public string? Reason { get; set; }
}

/// <summary>A signature.</summary>
public sealed record ImageSignature
{
    /// <summary>Who signed: an identity of a certificate or the id of a key; null when unknown.</summary>
    public string? Signer { get; set; }

    /// <summary>Issuer of the identity.</summary>
    public string? Issuer { get; set; }

    /// <summary>When, where somebody vouches for the time.</summary>
    public DateTimeOffset? At { get; set; }
}

/// <summary>An in-toto statement about the image.</summary>
public sealed record ImageAttestation
{
    public string PredicateType { get; set => field = value ?? ""; } = "";

    /// <summary>Who signed it, as in <see cref="ImageSignature.Signer"/>; null when unknown.</summary>
    public string? Signer { get; set; }

    /// <summary>Issuer of the identity.</summary>
    public string? Issuer { get; set; }

    /// <summary>Whether it is signed by somebody whom no rule of the policy (<c>imageSigners</c>) names, though one is about the image.</summary>
    public bool IsOfOthers { get; set; }

    /// <summary><c>builder.id</c> of SLSA provenance.</summary>
    public string? Builder { get; set; }

    /// <summary>Where SLSA provenance says that the source is.</summary>
    public string? Source { get; set; }
}

/// <summary>The newest image of a line of versions.</summary>
public sealed record ImageNewest
{
    public string Tag { get; set => field = value ?? ""; } = "";

    /// <summary>Its digest: another than the image's when a rebuild or a newer version is to be had.</summary>
    public string Digest { get; set => field = value ?? ""; } = "";

    /// <summary>When it was built.</summary>
    public DateTimeOffset? Created { get; set; }
}

/// <summary>The base image.</summary>
public sealed record ImageBase
{
    public string? Name { get; set; }

    /// <summary>Digest that the image was built on.</summary>
    public string? Digest { get; set; }

    /// <summary>Digest that the name has now; null when nobody looked.</summary>
    public string? Current { get; set; }

    /// <summary>Since when the name has it.</summary>
    public DateTimeOffset? CurrentSince { get; set; }
}

/// <summary>Layers of an image. An image of one platform shares none with one of another, whatever their names.</summary>
public sealed record ImageLayers
{
    /// <summary>Platform that they belong to, for example <c>linux/amd64</c>.</summary>
    public string Platform { get; set => field = value ?? ""; } = "";

    /// <summary>Digests of the unpacked layers (<c>rootfs.diff_ids</c>), the lowest first.</summary>
    public IReadOnlyList<string> DiffIds { get => field ??= []; set; }
}

/// <summary>An image that another is built on.</summary>
public sealed record ImageAncestor
{
    /// <summary>Host and path.</summary>
    public string Repository { get; set => field = value ?? ""; } = "";

    /// <summary>A tag that it has or had, the most exact one; null when none is known.</summary>
    public string? Tag { get; set; }

    /// <summary>The line of versions that the tag belongs to; null without a tag.</summary>
    public string? Line { get; set; }

    public string Digest { get; set => field = value ?? ""; } = "";

    /// <summary>How many layers of the image are its; null when it is known by the image's declaration alone.</summary>
    public int? Layers { get; set; }

    /// <summary>Whether the image declares it.</summary>
    public bool IsDeclared { get; set; }

    /// <summary>Who answers for it, by the policy.</summary>
    public string Owner { get; set => field = value ?? ""; } = "";

    /// <summary>When it was built.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>Digest that the line has now; null when nobody looked.</summary>
    public string? Current { get; set; }

    /// <summary>Tag of <see cref="Current"/>.</summary>
    public string? CurrentTag { get; set; }

    /// <summary>Since when the line has it: when it was built.</summary>
    public DateTimeOffset? CurrentSince { get; set; }

    /// <summary>Whether the newest of the image's own line stands on <see cref="Current"/>: it was rebuilt, and only has to be rolled out. Null when that is not known.</summary>
    public bool? IsRebuilt { get; set; }

    /// <summary>Whether the line has another image now; null when that is not known.</summary>
    [JsonIgnore]
    public bool? IsReplaced => Current is null ? null : Current != Digest;
}
