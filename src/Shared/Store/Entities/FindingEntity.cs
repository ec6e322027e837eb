namespace Posture.Store.Entities;

/// <summary>Table <c>findings</c>, by month of <see cref="ValidFrom"/>: one row a finding and period in which verdict and evidence stayed the same.</summary>
internal sealed class FindingEntity
{
    public Guid ClusterId { get; set; }
    public Guid Fingerprint { get; set; }
    public DateTimeOffset ValidFrom { get; set; }
    public DateTimeOffset? ValidTo { get; set; }

    /// <summary>Since when the verdict is this one; carried over while only evidence changes.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>Hash of everything below.</summary>
    public Guid Hash { get; set; }
    public short Layer { get; set; }
    public short Severity { get; set; }
    public short Verdict { get; set; }
    public bool System { get; set; }
    public required string Control { get; set; }
    public required string ApiVersion { get; set; }
    public required string Kind { get; set; }

    /// <summary>The namespace it counts in (see <c>Finding.ScopeNamespace</c>); empty for cluster-scoped objects.</summary>
    public required string Namespace { get; set; }
    public required string Name { get; set; }
    public required string Message { get; set; }

    /// <summary>Array of path, observed, expected, message; null when empty.</summary>
    public string? Evidence { get; set; }
}
