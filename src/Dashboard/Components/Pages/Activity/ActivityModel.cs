using Posture.Dashboard.Audit;
using Posture.Dashboard.Live;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Activity;

/// <summary>A page of the audit log.</summary>
/// <param name="Entries">Entries, newest first.</param>
/// <param name="Filter">What was asked for.</param>
/// <param name="Page">From 1.</param>
/// <param name="SeesAll">Whether everybody's actions are seen, or only the own.</param>
public sealed record ActivityModel(Page<AuditRow> Entries, AuditFilter Filter, int Page, bool SeesAll)
{
    /// <summary>By what it can be told from outside that the log is whole; null for who sees the own entries only.</summary>
    public AuditEvidence? Evidence { get; init; }

    /// <summary>What signatures of images are traced back to; null for who sees the own entries only.</summary>
    public TrustedRootState? Trust { get; init; }

    /// <summary>Entries of a page.</summary>
    public const int Size = 50;
}
