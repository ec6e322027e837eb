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

    public bool Equals(ObjectRef? other) => ReferenceEquals(this, other)
        || (other is not null && Name == other.Name && Namespace == other.Namespace && Kind == other.Kind && ApiVersion == other.ApiVersion);

    /// <summary>Kind and version hardly tell objects of one name apart; their texts are left out.</summary>
    public override int GetHashCode() => _hash == 0 ? _hash = HashCode.Combine(Name, Namespace, Kind.Length) | 1 : _hash;

    /// <summary><c>namespace/Kind/name</c>, or <c>Kind/name</c> for cluster-scoped objects: for people, not for parsing.</summary>
    public override string ToString() => Namespace.Length == 0 ? $"{Kind}/{Name}" : $"{Namespace}/{Kind}/{Name}";
}
