namespace Posture.Model.Inventory;

/// <summary>Names an object inside one cluster. <see cref="Namespace"/> is empty for cluster-scoped objects.</summary>
public readonly record struct ObjectRef(string ApiVersion, string Kind, string Namespace, string Name)
{
    /// <summary>API group without the version; empty for the core group.</summary>
    public string Group => ApiGroups.Of(ApiVersion);

    public bool Equals(ObjectRef other) => Name == other.Name && Namespace == other.Namespace && Kind == other.Kind && ApiVersion == other.ApiVersion;

    /// <summary>Kind and version hardly tell objects of one name apart; their texts are left out of the hash of every look-up.</summary>
    public override int GetHashCode() => HashCode.Combine(Name, Namespace, Kind?.Length);

    /// <summary><c>namespace/Kind/name</c>, or <c>Kind/name</c> for cluster-scoped objects: for people, not for parsing.</summary>
    public override string ToString() => Namespace.Length == 0 ? $"{Kind}/{Name}" : $"{Namespace}/{Kind}/{Name}";
}
