using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Posture.Collectors.Pipeline;

namespace Posture.Collectors.Fleet;

/// <summary>
/// Touches the grain of every configured cluster, which starts it, and brings it back after its process died. Harmless from several processes. Follows changes
/// of the configuration: a cluster whose definition or policy changed is read again, one that left it ends.
/// </summary>
internal sealed partial class FleetKeeper(IGrainFactory grains, LoopFactory loops, TimeProvider time, ILogger<FleetKeeper> logger) : BackgroundService
{
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, ClusterDefinition> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _policies = new(StringComparer.Ordinal);
    private string? _told;
    private string _policy = "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
            await RoundAsync(stoppingToken).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        foreach (var definition in Definitions())
        {
            var policy = Policy();
            var changed = _known.TryGetValue(definition.Name, out var former) && (former != definition || policy != _policies[definition.Name]);
            if (await CallAsync(definition.Name, grain => changed ? grain.RecollectAsync() : grain.TouchAsync(), cancellationToken).ConfigureAwait(false))
                (_known[definition.Name], _policies[definition.Name]) = (definition, policy);
        }
        foreach (var gone in _known.Keys.Except(Definitions().Select(definition => definition.Name), StringComparer.Ordinal).ToList())
            if (await CallAsync(gone, grain => grain.RecollectAsync(), cancellationToken).ConfigureAwait(false))
                _known.Remove(gone);
    }

    /// <summary>The configuration as it is; the former one while it cannot be used.</summary>
    private IReadOnlyCollection<ClusterDefinition> Definitions()
    {
        try
        {
            var definitions = loops.Definitions;
            _told = null;
            return definitions;
        }
        catch (OptionsValidationException wrong)
        {
            if (_told != wrong.Message)
                LogWrong(_told = wrong.Message);
            return _known.Values;
        }
    }

    /// <summary>The policy in force; the former one while the configuration cannot be used.</summary>
    private string Policy()
    {
        try
        {
            return _policy = loops.PolicyHash;
        }
        catch (OptionsValidationException)
        {
            return _policy; // said above
        }
    }

    private async Task<bool> CallAsync(string cluster, Func<IClusterGrain, Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await call(grains.GetGrain<IClusterGrain>(cluster)).WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // the next round tries again; what is wrong is logged and shown by the cluster's age
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(cluster, failed.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "cluster {Cluster} could not be reached: {Reason}")]
    private partial void LogFailed(string cluster, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "the changed configuration is not used: {Reason}")]
    private partial void LogWrong(string reason);
}
