using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Posture.Collectors.Pipeline;
using Posture.Store.Commands;

namespace Posture.Collectors.Fleet;

/// <summary>
/// Only coordinates: takes the epoch, starts the loop off its own turn, restarts it with back-off and steps down when fenced. The loop ends in
/// <see cref="OnDeactivateAsync"/>; ending it anywhere else holds a shutdown up (orleans.md §2, §8).
/// </summary>
[KeepAlive]
[Reentrant]
internal sealed partial class ClusterGrain(ClusterRegistry registry, LoopFactory loops, TimeProvider time, ILogger<ClusterGrain> logger) : Grain, IClusterGrain
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource? _round;
    private ClusterLoop? _loop;
    private string? _failure;
    private Task _supervising = Task.CompletedTask;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _supervising = SuperviseAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _supervising.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stop.Dispose();
    }

    public Task TouchAsync() => Task.CompletedTask;

    public Task<ClusterDiagnostics> DiagnoseAsync()
    {
        var state = _loop?.Diagnostics ?? new();
        return Task.FromResult(_failure is null ? state : state with { State = "failing", Failure = _failure });
    }

    public async Task RecollectAsync()
    {
        if (_round is { } round)
            await round.CancelAsync();
    }

    private async Task SuperviseAsync(CancellationToken cancellationToken)
    {
        var name = this.GetPrimaryKeyString();
        var pause = TimeSpan.FromSeconds(1);
        while (!cancellationToken.IsCancellationRequested)
        {
            using var round = _round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var started = time.GetTimestamp();
            try
            {
                var cluster = await loops.RegisterAsync(name, round.Token);
                var epoch = await registry.TakeEpochAsync(cluster.Id, round.Token);
                var loop = _loop = loops.Create(name, cluster.Id, epoch);
                _failure = null;
                await Task.Run(() => loop.RunOwnedAsync(round.Token), round.Token);
            }
            catch (OperationCanceledException) when (round.IsCancellationRequested)
            {
                continue; // stopped, or asked to read everything again
            }
            catch (FencedException fenced)
            {
                LogFenced(name, fenced.Message);
                DeactivateOnIdle();
                return;
            }
#pragma warning disable CA1031 // one broken cluster must not end its supervision; the failure is shown and tried again
            catch (Exception failed)
#pragma warning restore CA1031
            {
                _failure = failed is Sources.SourceException known ? $"{known.Code}: {known.Message}" : $"collection failed ({failed.GetType().Name}); trying again";
                LogFailed(name, failed);
            }
            pause = time.GetElapsedTime(started) > LongestPause ? TimeSpan.FromSeconds(1) : pause;
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "cluster {Cluster}: {Reason}")]
    private partial void LogFenced(string cluster, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "cluster {Cluster}: collection failed")]
    private partial void LogFailed(string cluster, Exception failure);
}
