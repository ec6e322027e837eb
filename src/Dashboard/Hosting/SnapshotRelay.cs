using Posture.Dashboard.Identity;
using Posture.Dashboard.Live;
using Posture.Store.Listening;

namespace Posture.Dashboard.Hosting;

/// <summary>Passes the database's signals on to the open views of this process, and ends the process when its own database server has ended.</summary>
internal sealed partial class SnapshotRelay(
    SnapshotListener listener, SnapshotSignals signals, AccessSignals access, SessionSignals sessions, DashboardDatabase database, IHostApplicationLifetime lifetime, ILogger<SnapshotRelay> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = listener.Subscribe(notice => signals.Publish(notice.Cluster), () => access.Publish(null), sessions.Publish);
        var ended = await Task.WhenAny(listener.RunAsync(stoppingToken), database.Lost);
        if (ended == database.Lost && !stoppingToken.IsCancellationRequested)
        {
            LogLost();
            lifetime.StopApplication();
        }
        await ended;
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "the database server of this process has ended; stopping")]
    private partial void LogLost();
}
