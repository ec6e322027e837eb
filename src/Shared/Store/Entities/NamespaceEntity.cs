namespace Posture.Store.Entities;

/// <summary>Table <c>namespaces</c>: every namespace that a cluster ever had, with the identity of the newest of that name.</summary>
internal sealed class NamespaceEntity
{
    public Guid ClusterId { get; set; }
    public required string Name { get; set; }

    /// <summary><c>metadata.uid</c> of the Namespace object; empty where none was read.</summary>
    public required string Uid { get; set; }

    /// <summary>Since when the name has this identity.</summary>
    public DateTimeOffset Since { get; set; }
}
