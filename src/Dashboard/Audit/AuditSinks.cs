using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Posture.Store.Commands;

namespace Posture.Dashboard.Audit;

/// <summary>Sends every entry of the audit log to the places that the settings name, and keeps at it while one of them takes nothing.</summary>
internal sealed partial class AuditSinks(IEnumerable<IAuditSink> sinks, AuditDelivery delivery, TimeProvider time, ILogger<AuditSinks> logger) : BackgroundService
{
    /// <summary>How long an entry waits at most when nothing is wrong.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>The other side has so long to take what it is sent: a transaction of the database waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(sinks.Select(sink => RunAsync(sink, stoppingToken)));

    private async Task RunAsync(IAuditSink sink, CancellationToken stoppingToken)
    {
        var pause = Interval;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await delivery.DeliverAsync(sink.Name, (rows, token) => SendAsync(sink, rows, token), stoppingToken) == AuditDelivery.Size)
                {
                    // There is more.
                }
                pause = Interval;
            }
            catch (Exception failed) when (IsOutside(failed) && !stoppingToken.IsCancellationRequested)
            {
                LogFailed(sink.Name, failed.GetType().Name);
                await NoteAsync(sink, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (Exception away) when (away is NpgsqlException or DbUpdateException)
            {
                // The database is away; readiness says so, and the next turn asks again.
            }
            await Task.Delay(pause, time, stoppingToken);
        }
    }

    private static bool IsOutside(Exception failed) => failed is HttpRequestException or IOException or SocketException or AuthenticationException or OperationCanceledException;

    private async Task SendAsync(IAuditSink sink, IReadOnlyList<Store.Queries.AuditRow> rows, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        await sink.SendAsync(rows, both.Token);
    }

    private async Task NoteAsync(IAuditSink sink, CancellationToken cancellationToken)
    {
        try
        {
            await delivery.FailAsync(sink.Name, cancellationToken);
        }
        catch (NpgsqlException)
        {
            // Told by the log alone.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "audit.sink_failed: {Sink} takes no entries of the audit log ({Reason}); they are kept and sent again")]
    private partial void LogFailed(string sink, string reason);
}
