using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Posture.Collectors.Fleet;

/// <summary>Touches the grain of every configured cluster, which starts it, and brings it back after its process died. Harmless from several processes.</summary>
internal sealed partial class FleetKeeper(IGrainFactory grains, LoopFactory loops, TimeProvider time, ILogger<FleetKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            foreach (var definition in loops.Definitions)
                await TouchAsync(definition.Name, stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task TouchAsync(string cluster, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IClusterGrain>(cluster).TouchAsync().WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the next round tries again; what is wrong is logged and shown by the cluster's age
        catch (Exception failed) when (failed is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(cluster, failed.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "cluster {Cluster} could not be reached: {Reason}")]
    private partial void LogFailed(string cluster, string reason);
}
