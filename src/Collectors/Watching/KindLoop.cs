using System.Threading.Channels;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;

namespace Posture.Collectors.Watching;

/// <summary>
/// Keeps one kind current: list, watch, and again. Written once for all kinds. Every failure becomes a coverage state with a reason; the objects told before
/// stay.
/// </summary>
internal sealed class KindLoop(ServedKind kind, ApiRequests api, WatchSettings settings, TimeProvider time, ChannelWriter<SourceEvent> sink)
{
    /// <summary>A pause this short is not worth telling when the kind was readable before.</summary>
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(5);

    private readonly Backoff _backoff = new(settings);
    private (CoverageState State, string? Reason)? _told;
    private (CoverageState State, string? Reason) _listed;
    private int _count;

    /// <summary>Told after the kind was tried for the first time.</summary>
    public required Action Tried { get; init; }

    /// <summary>Told when what is served may have changed.</summary>
    public required Action<bool> ServedChanged { get; init; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string? version = null;
        while (true)
        {
            TimeSpan wait;
            try
            {
                var from = version ??= await ListAsync(cancellationToken);
                Tried();
                (version, wait) = await FollowAsync(from, cancellationToken);
            }
            catch (ApiException exception)
            {
                var failure = exception.Failure;
                if (failure.State == CoverageState.TooLarge || IsLost(failure))
                    version = null; // what was missed can only be had from a new list
                wait = failure.Held || failure.WholeCluster
                    ? (failure.RetryAfter ?? TimeSpan.Zero) + (settings.FirstDelay * settings.Jitter())
                    : _backoff.Next();
                if (failure.Code == "not_found_404")
                    ServedChanged(true);
                await TellAsync(failure, wait, cancellationToken);
                Tried();
            }
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>A watch lost its place; a new list repairs it and nothing needs to be told.</summary>
    private static bool IsLost(ApiFailure failure) => failure == ApiFailure.Gone || failure == ApiFailure.Malformed;

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        var list = await new KindLister(api, settings, time).ReadAsync(kind, cancellationToken);
        _count = list.Objects.Count;
        _listed = list.Unreadable is null ? (CoverageState.Read, null) : (CoverageState.Failed, list.Unreadable);
        await sink.WriteAsync(new SourceEvent.Listed(kind.Kind.Ref, list.Objects), cancellationToken);
        await TellAsync(_listed, cancellationToken);
        return list.ResourceVersion;
    }

    private async Task<(string? Version, TimeSpan Wait)> FollowAsync(string version, CancellationToken cancellationToken)
    {
        if (!kind.Watchable)
        {
            _backoff.Reset();
            return (null, settings.RefreshEvery);
        }
        var started = time.GetTimestamp();
        var end = await new KindWatch(api, settings, time).RunAsync(
            kind, version, () => ConfirmAsync(cancellationToken), told => TakeAsync(told, cancellationToken), cancellationToken);
        if (!end.Progress && time.GetElapsedTime(started) < settings.FirstDelay)
            return (end.ResourceVersion, _backoff.Next());
        _backoff.Reset();
        return (end.ResourceVersion, TimeSpan.Zero);
    }

    private async ValueTask TakeAsync(WatchEvent told, CancellationToken cancellationToken)
    {
        _backoff.Reset();
        _count += told switch { { Added: true } => 1, { Removed: true } => -1, _ => 0 };
        if (told.Item is { } item)
        {
            await sink.WriteAsync(
                told.Removed ? new SourceEvent.Removed(kind.Kind.Ref, item.Namespace, item.Name) : new SourceEvent.Put(item), cancellationToken);
            ServedChanged(false);
        }
    }

    /// <summary>The watch is open: what the list said holds again.</summary>
    private async ValueTask ConfirmAsync(CancellationToken cancellationToken)
    {
        if (_told != _listed)
            await TellAsync(_listed, cancellationToken);
    }

    private async ValueTask TellAsync(ApiFailure failure, TimeSpan wait, CancellationToken cancellationToken)
    {
        var passing = failure.State is CoverageState.Failed or CoverageState.Throttled && _told?.State == CoverageState.Read && wait <= Unnoticed
            && (IsLost(failure) || failure.Held || _backoff.Failures <= 1);
        if (!passing && _told != (failure.State, failure.Reason))
            await TellAsync((failure.State, failure.Reason), cancellationToken);
    }

    private async ValueTask TellAsync((CoverageState State, string? Reason) now, CancellationToken cancellationToken)
    {
        _told = now;
        var coverage = new KindCoverage(kind.Kind.Group, kind.Kind.Kind, now.State, now.Reason, time.GetUtcNow(), _count);
        await sink.WriteAsync(new SourceEvent.Covered(coverage), cancellationToken);
    }
}
