namespace Posture.Model.Inventory;

/// <summary>An image whose layers are known.</summary>
/// <param name="Repository">Host and path.</param>
/// <param name="Digest"><c>sha256:…</c></param>
/// <param name="Platform">Platform of the layers.</param>
/// <param name="Chain">Name of all its layers together (OCI ChainID).</param>
/// <param name="Layers">How many they are.</param>
/// <param name="Created">When it was built.</param>
public sealed record KnownImage(string Repository, string Digest, string Platform, string Chain, int Layers, DateTimeOffset? Created);
