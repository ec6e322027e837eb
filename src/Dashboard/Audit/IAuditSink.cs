using Posture.Store.Queries;

namespace Posture.Dashboard.Audit;

/// <summary>A place outside that takes entries of the audit log.</summary>
internal interface IAuditSink
{
    /// <summary>Stable name, by which it is known how far it is.</summary>
    string Name { get; }

    /// <summary>Sends entries in their order. Returns when the other side has taken all of them, as far as its protocol tells.</summary>
    Task SendAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken);
}
