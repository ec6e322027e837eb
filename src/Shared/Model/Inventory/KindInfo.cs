using System.Text.Json.Serialization.Metadata;

namespace Posture.Model.Inventory;

/// <summary>A kind that the catalogue evaluates.</summary>
/// <param name="Group">API group, empty for core.</param>
/// <param name="Kind">Kind in API spelling.</param>
/// <param name="Plural">Resource name in URLs and RBAC rules.</param>
/// <param name="Namespaced">Whether objects live in namespaces.</param>
/// <param name="Record">JSON contract of the record that holds it.</param>
public sealed record KindInfo(string Group, string Kind, string Plural, bool Namespaced, JsonTypeInfo Record)
{
    public KindRef Ref => new(Group, Kind);
}

/// <summary>Names a kind without its version.</summary>
public readonly record struct KindRef(string Group, string Kind)
{
    public override string ToString() => Group.Length == 0 ? Kind : $"{Kind}.{Group}";
}
