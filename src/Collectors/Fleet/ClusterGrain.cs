using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Concurrency;
using Posture.Analysis.Questions;
using Posture.Collectors.Pipeline;
using Posture.Collectors.Sources;
using Posture.Store;
using Posture.Store.Commands;

namespace Posture.Collectors.Fleet;

/// <summary>
/// Only coordinates: takes the epoch, starts the loop off its own turn, restarts it with back-off and stands by when fenced. The loop ends in
/// <see cref="OnDeactivateAsync"/>; ending it anywhere else holds a shutdown up (orleans.md §2, §8).
/// </summary>
[KeepAlive]
[Reentrant]
internal sealed partial class ClusterGrain(ClusterRegistry registry, LoopFactory loops, TimeProvider time, ILogger<ClusterGrain> logger) : Grain, IClusterGrain
{
    internal static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>The database is one for all clusters and comes back for all at once: its return is noticed within this time (P-27).</summary>
    private static readonly TimeSpan LongestStorePause = TimeSpan.FromSeconds(5);

    /// <summary>An owner that confirms nothing for this long, three beats of a source, is taken for dead by a collector that stands by.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    /// <summary>How often a collector that stands by looks.</summary>
    internal static readonly TimeSpan StandbyPause = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource? _round;
    private ClusterLoop? _loop;
    private string? _failure;
    private bool _standby;
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

    public Task TouchAsync()
    {
        if (_supervising.IsCompleted)
            _supervising = SuperviseAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public Task<ClusterDiagnostics> DiagnoseAsync()
    {
        var state = _loop?.Diagnostics ?? new();
        return Task.FromResult(_failure is null ? state : state with { State = _standby ? "standby" : "failing", Failure = _failure });
    }

    public async Task RecollectAsync()
    {
        if (_round is { } round)
            await round.CancelAsync();
    }

    public Task<byte[]?> AskAsync(string topic, byte[] question) =>
        LiveQuestions.Find(topic) is { } asked && _loop is { } loop && !_standby ? loop.AnswerAsync(asked, question) : Task.FromResult<byte[]?>(null);

    private async Task SuperviseAsync(CancellationToken cancellationToken)
    {
        var pause = ShortestPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _round = round;
            try
            {
                var failed = await TryAsync(round.Token);
                if (failed is SourceException { Code: LoopFactory.NotConfigured })
                {
                    _loop = null; // it left the configuration; a touch brings it back when it returns there
                    return;
                }
                if (_loop is { Diagnostics.State: "current" })
                    pause = ShortestPause;
                var wait = failed switch
                {
                    FencedException => StandbyPause,
                    NpgsqlException => (pause < LongestStorePause ? pause : LongestStorePause) * (0.5 + (Random.Shared.NextDouble() / 2)),
                    _ => pause * (0.5 + Random.Shared.NextDouble()),
                };
                await Task.Delay(wait, time, round.Token);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (OperationCanceledException) when (round.IsCancellationRequested)
            {
                pause = ShortestPause; // stopped, or asked to read everything again
            }
            finally
            {
                _round = null;
            }
        }
    }

    /// <summary>One turn of ownership; gives back why it ended.</summary>
    private async Task<Exception> TryAsync(CancellationToken cancellationToken)
    {
        var name = this.GetPrimaryKeyString();
        try
        {
            var cluster = await loops.RegisterAsync(name, cancellationToken);
            // Once fenced, the newer owner keeps the cluster while it lives: two processes that take it from each other in turn would never end.
            var epoch = _standby
                ? await registry.TakeEpochFromSilentAsync(cluster.Id, Silence, cancellationToken) ?? throw new FencedException(cluster.Id, cluster.Epoch)
                : await registry.TakeEpochAsync(cluster.Id, cancellationToken);
            var loop = _loop = loops.Create(new(name, cluster.Id, epoch));
            (_failure, _standby) = (null, false);
            await Task.Run(() => loop.RunOwnedAsync(cancellationToken), cancellationToken);
            throw new InvalidOperationException("the loop ended without a reason");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (FencedException fenced)
        {
            if (!_standby)
                LogFenced(name, fenced.Message);
            (_failure, _standby) = ("store.fenced: another collector process owns this cluster; this one stands by and takes over when that one falls silent", true);
            return fenced;
        }
#pragma warning disable CA1031 // one broken cluster must not end its supervision; the failure is shown and tried again
        catch (Exception failed)
#pragma warning restore CA1031
        {
            _failure = failed switch
            {
                SourceException known => $"{known.Code}: {known.Message}",
                StoreException known => $"{known.Code}: {known.Message}",
                NpgsqlException => "store.unreachable: the database does not answer or refused the snapshot; trying again",
                _ => $"collection.failed: {failed.GetType().Name}; trying again",
            };
            LogFailed(name, failed);
            return failed;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "cluster {Cluster}: {Reason}")]
    private partial void LogFenced(string cluster, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "cluster {Cluster}: collection failed")]
    private partial void LogFailed(string cluster, Exception failure);
}
