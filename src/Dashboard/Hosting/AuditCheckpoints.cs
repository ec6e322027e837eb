using Npgsql;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;

namespace Posture.Dashboard.Hosting;

/// <summary>
/// Tells the log how far the audit log goes, every five minutes in which it grew and once at the start: whoever keeps the process's log elsewhere can tell later
/// whether entries were cut from the end or the chain was made anew (<c>posture admin verify-audit --checkpoints</c>).
/// </summary>
internal sealed partial class AuditCheckpoints(StoreSources sources, TimeProvider time, ILogger<AuditCheckpoints> logger) : BackgroundService
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
                    LogCheckpoint(head.Seq, head.At, head.Hash);
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
    [LoggerMessage(Level = LogLevel.Information, Message = "audit checkpoint {{\"seq\":{Seq},\"at\":\"{At:O}\",\"hash\":\"{Hash}\"}}")]
    private partial void LogCheckpoint(long seq, DateTimeOffset at, string hash);
}
