namespace Posture.Store.Entities;

/// <summary>Table <c>coverage</c>: one row a kind and period in which state and reason stayed the same; count and confirmation move inside it.</summary>
internal sealed class CoverageEntity
{
    public Guid ClusterId { get; set; }
    public required string ApiGroup { get; set; }
    public required string Kind { get; set; }
    public short State { get; set; }
    public string? Reason { get; set; }
    public DateTimeOffset? ConfirmedAt { get; set; }
    public int Count { get; set; }
    public DateTimeOffset ValidFrom { get; set; }
    public DateTimeOffset? ValidTo { get; set; }
}
