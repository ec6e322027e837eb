namespace Posture.Store.Entities;

/// <summary>Table <c>objects</c>, by month of <see cref="ValidFrom"/>: one row an object and period in which its document stayed the same.</summary>
internal sealed class ObjectEntity
{
    public Guid ClusterId { get; set; }

    /// <summary>Hash of group, kind, namespace and name.</summary>
    public Guid Key { get; set; }
    public DateTimeOffset ValidFrom { get; set; }
    public DateTimeOffset? ValidTo { get; set; }

    /// <summary>Hash of the document.</summary>
    public Guid Hash { get; set; }
    public required string ApiVersion { get; set; }
    public required string Kind { get; set; }

    /// <summary>The object's namespace; of a Namespace, its own name; empty for other cluster-scoped objects.</summary>
    public required string Namespace { get; set; }
    public required string Name { get; set; }
    public string? Uid { get; set; }
    public required string Doc { get; set; }
}
