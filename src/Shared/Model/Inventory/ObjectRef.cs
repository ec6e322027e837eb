namespace Posture.Model.Inventory;

/// <summary>Names an object inside one cluster. <see cref="Namespace"/> is empty for cluster-scoped objects.</summary>
public readonly record struct ObjectRef(string ApiVersion, string Kind, string Namespace, string Name)
{
    /// <summary>API group without the version; empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? ApiVersion[..slash] : "";

    /// <summary><c>namespace/Kind/name</c>, or <c>Kind/name</c> for cluster-scoped objects: for people, not for parsing.</summary>
    public override string ToString() => Namespace.Length == 0 ? $"{Kind}/{Name}" : $"{Namespace}/{Kind}/{Name}";
}
