namespace Posture.Store.Entities;

/// <summary>Table <c>audit</c>: who did what, in a chain of hashes. Number, time and hashes are the database's.</summary>
internal sealed class AuditEntity
{
    /// <summary>1, 2, 3 … without a gap.</summary>
    public long Seq { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>Issuer and subject, or <c>system</c>.</summary>
    public required string Actor { get; set; }
    public required string ActorName { get; set; }

    /// <summary>Network address the request came from; empty where there was none.</summary>
    public required string Address { get; set; }

    /// <summary>Stable code, for example <c>tenant.put</c>.</summary>
    public required string Action { get; set; }

    /// <summary>What it was done to, for example <c>tenant/shop</c>.</summary>
    public required string Target { get; set; }

    /// <summary><c>done</c>: what is refused changes nothing and has no entry.</summary>
    public required string Result { get; set; }

    /// <summary>JSON of what was before and after; never a secret's value.</summary>
    public required string Details { get; set; }
    public required byte[] Previous { get; set; }

    /// <summary>SHA-256 over the hash before and this row.</summary>
    public required byte[] Hash { get; set; }
}
