using Posture.Store.Commands;

namespace Posture.Dashboard.Audit;

/// <summary>Reads by what it can be told from outside that the audit log is whole.</summary>
internal sealed class AuditEvidenceReader(AuditKey key, AuditDelivery delivery, IEnumerable<IAuditSink> sinks)
{
    public async Task<AuditEvidence> ReadAsync(CancellationToken cancellationToken) =>
        new(await key.PublicAsync(cancellationToken), await delivery.StatesAsync([.. sinks.Select(sink => sink.Name)], cancellationToken));
}

/// <summary>By what it can be told from outside that the audit log is whole.</summary>
/// <param name="PublicKey">Key of its checkpoints, in PEM.</param>
/// <param name="Sinks">The places that it is sent to.</param>
public sealed record AuditEvidence(string PublicKey, IReadOnlyList<AuditSinkState> Sinks);
