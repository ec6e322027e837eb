namespace Posture.Model.Inventory;

/// <summary>An object of which only the metadata is kept: that it is there says all, and its spec may hold templates of Secrets.</summary>
public sealed record NamedObject : KubeObject;
