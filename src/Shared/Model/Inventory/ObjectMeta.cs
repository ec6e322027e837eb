using System.Text.Json.Serialization;
using Posture.Model.Json;

namespace Posture.Model.Inventory;

/// <summary>The part of <c>metadata</c> that is kept. Managed fields never enter; <c>last-applied-configuration</c> is dropped while decoding.</summary>
public sealed record ObjectMeta
{
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
}

/// <summary>Reference to an owner; the one with <see cref="Controller"/> set manages the object.</summary>
public sealed record OwnerReference
{
    public string ApiVersion { get; set => field = value ?? ""; } = "";
    public string Kind { get; set => field = value ?? ""; } = "";
    public string Name { get; set => field = value ?? ""; } = "";
    public string? Uid { get; set; }
    public bool? Controller { get; set; }
}
