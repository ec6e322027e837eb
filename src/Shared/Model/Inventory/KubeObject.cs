using System.Text.Json.Serialization;

namespace Posture.Model.Inventory;

/// <summary>
/// One object of a cluster, reduced to the fields that checks read. Shapes follow the Kubernetes API (v1.34) field by field; every list and map is
/// never null, every scalar that may be absent is nullable, so a half-filled object can be evaluated without guards.
/// </summary>
public abstract record KubeObject
{
    /// <summary>Group and version, for example <c>apps/v1</c>. Items of a typed list carry none of their own; the decoder fills it in.</summary>
    public string ApiVersion { get; set => field = value ?? ""; } = "";

    /// <summary>Kind in API spelling, for example <c>Deployment</c>. Filled in by the decoder for items of a typed list.</summary>
    public string Kind { get; set => field = value ?? ""; } = "";

    public ObjectMeta Metadata { get => field ??= new(); set; }

    /// <summary>API group without the version; empty for the core group.</summary>
    [JsonIgnore]
    public string Group => ApiGroups.Of(ApiVersion, Kind);

    [JsonIgnore]
    public string Name => Metadata.Name;

    /// <summary>Namespace, or the empty string for cluster-scoped objects.</summary>
    [JsonIgnore]
    public string Namespace => Metadata.Namespace;

    /// <summary>What the object is called; the same instance until it is renamed.</summary>
    [JsonIgnore]
    public ObjectRef Ref => _ref.Held is { } held && held.Names(this) ? held : (_ref = new(new(ApiVersion, Kind, Namespace, Name))).Held!;

    private KeptRef _ref;

    /// <summary>Copies of a record take it along, and it is no part of their equality.</summary>
    private readonly struct KeptRef(ObjectRef held) : IEquatable<KeptRef>
    {
        public ObjectRef? Held { get; } = held;

        public bool Equals(KeptRef other) => true;

        public override bool Equals(object? obj) => obj is KeptRef;

        public override int GetHashCode() => 0;
    }
}
