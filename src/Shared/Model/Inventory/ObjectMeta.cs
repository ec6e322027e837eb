using System.Text.Json.Serialization;
using Posture.Model.Json;

namespace Posture.Model.Inventory;

/// <summary>
/// The part of <c>metadata</c> that is kept. Of managed fields only who wrote through which version enters; of <see cref="LastApplied"/> only an alpha or
/// beta version.
/// </summary>
public sealed record ObjectMeta
{
    /// <summary>Annotation in which kubectl keeps what it applied; here its value is the API version of that, while it is an alpha or beta.</summary>
    public const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public string Name { get; set => field = value ?? ""; } = "";
    public string Namespace { get; set => field = value ?? ""; } = "";

    /// <summary>Identity of the object over its life; a re-created object of the same name has another one (F-36).</summary>
    public string? Uid { get; set; }
    public string? ResourceVersion { get; set; }
    public long? Generation { get; set; }
    public DateTimeOffset? CreationTimestamp { get; set; }
    public DateTimeOffset? DeletionTimestamp { get; set; }
    public StringMap Labels { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;

    [JsonConverter(typeof(AnnotationsConverter))]
    public StringMap Annotations { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
    public IReadOnlyList<OwnerReference> OwnerReferences { get; set => field = value ?? []; } = [];

    /// <summary>
    /// Who wrote the object, subresources aside, the latest last; null when the data has no managed fields (a manifest, a dump without them).
    /// </summary>
    [JsonConverter(typeof(FieldWritersConverter))]
    [JsonPropertyName("managedFields")]
    public IReadOnlyList<FieldWriter>? Writers { get; set; }
}

/// <summary>One entry of managed fields.</summary>
/// <param name="Manager">Name the client gave itself, for example <c>kubectl-edit</c>.</param>
/// <param name="ApiVersion">Version it wrote through.</param>
/// <param name="WroteSpec">Whether it owns a field under <c>spec</c>.</param>
public readonly record struct FieldWriter(string Manager, string ApiVersion, bool WroteSpec);

/// <summary>Reference to an owner; the one with <see cref="Controller"/> set manages the object.</summary>
public sealed record OwnerReference
{
    public string ApiVersion { get; set => field = value ?? ""; } = "";
    public string Kind { get; set => field = value ?? ""; } = "";
    public string Name { get; set => field = value ?? ""; } = "";
    public string? Uid { get; set; }
    public bool? Controller { get; set; }

    /// <summary>API group of the owner; what <c>extensions</c> held is looked up where it moved to.</summary>
    [JsonIgnore]
    public string Group => ApiGroups.Of(ApiVersion, Kind);
}
