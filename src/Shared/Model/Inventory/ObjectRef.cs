namespace Posture.Model.Inventory;

/// <summary>
/// Names an object inside one cluster. <see cref="Namespace"/> is empty for cluster-scoped objects. A class, because hundreds of checks key their finding of an
/// object by it: they share one instance and its hash.
/// </summary>
public sealed record ObjectRef(string ApiVersion, string Kind, string Namespace, string Name)
{
    private int _hash;

    /// <summary>API group without the version; empty for the core group.</summary>
    public string Group => ApiGroups.Of(ApiVersion, Kind);

    /// <summary>Namespace the object counts in: its own, a Namespace object's name, or empty for cluster-scoped objects.</summary>
    public string ScopeNamespace => this is { Kind: "Namespace", Group: "" } ? Name : Namespace;

    /// <summary>Whether this is what an object is called.</summary>
    internal bool Names(KubeObject item) => ReferenceEquals(Name, item.Name) && ReferenceEquals(Namespace, item.Namespace) && Kind == item.Kind && ApiVersion == item.ApiVersion;

    public bool Equals(ObjectRef? other) => ReferenceEquals(this, other)
        || (other is not null && Name == other.Name && Namespace == other.Namespace && Kind == other.Kind && ApiVersion == other.ApiVersion);

    /// <summary>Kind and version hardly tell objects of one name apart; their texts are left out.</summary>
    public override int GetHashCode() => _hash == 0 ? _hash = HashCode.Combine(Name, Namespace, Kind.Length) | 1 : _hash;

    /// <summary><c>namespace/Kind/name</c>, or <c>Kind/name</c> for cluster-scoped objects: for people, not for parsing.</summary>
    public override string ToString() => Namespace.Length == 0 ? $"{Kind}/{Name}" : $"{Namespace}/{Kind}/{Name}";
}
