namespace Posture.Store.Entities;

/// <summary>Table <c>finding_counts</c>: current findings counted, kept in the same transaction, so that totals and tallies need no pass over the findings.</summary>
internal sealed class FindingCountEntity
{
    public Guid ClusterId { get; set; }
    public required string Namespace { get; set; }
    public required string Control { get; set; }
    public required string Kind { get; set; }
    public short Layer { get; set; }
    public short Severity { get; set; }
    public short Verdict { get; set; }
    public bool System { get; set; }
    public int Count { get; set; }
}
