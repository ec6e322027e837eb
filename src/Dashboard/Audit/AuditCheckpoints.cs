using Npgsql;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;

namespace Posture.Dashboard.Audit;

/// <summary>
/// Tells the log how far the audit log goes, every five minutes in which it grew and once at the start: whoever keeps the process's log elsewhere can tell later
/// whether entries were cut from the end or the chain was made anew (<c>posture admin verify-audit --checkpoints</c>). Signed, so that where they are kept nobody can
/// write another.
/// </summary>
internal sealed partial class AuditCheckpoints(StoreSources sources, AuditKey key, TimeProvider time, ILogger<AuditCheckpoints> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var told = 0L;
        do
        {
            try
            {
                if (await AuditVerifier.HeadAsync(sources.Web, stoppingToken) is { } head && head.Seq != told)
                {
                    var signed = await key.SignAsync(head, stoppingToken);
                    LogCheckpoint(signed.Seq, signed.At, signed.Hash, signed.Signature!);
                    told = head.Seq;
                }
            }
            catch (NpgsqlException)
            {
                // The database is away; readiness says so, and the next turn asks again.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Doubled braces are braces: the line ends in JSON.
    [LoggerMessage(Level = LogLevel.Information, Message = "audit checkpoint {{\"seq\":{Seq},\"at\":\"{At:O}\",\"hash\":\"{Hash}\",\"sig\":\"{Signature}\"}}")]
    private partial void LogCheckpoint(long seq, DateTimeOffset at, string hash, string signature);
}
