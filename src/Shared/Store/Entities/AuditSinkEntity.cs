namespace Posture.Store.Entities;

/// <summary>Table <c>audit_sinks</c>: how far the audit log has been delivered to a place outside.</summary>
internal sealed class AuditSinkEntity
{
    /// <summary><c>syslog</c> or <c>webhook</c>.</summary>
    public required string Name { get; set; }

    /// <summary>Number of the last entry that was taken there; 0 for none.</summary>
    public long Seq { get; set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>Since when it has failed; null while it works.</summary>
    public DateTimeOffset? FailingSince { get; set; }
}
