using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Posture.Model.Federation;
using Posture.Store.Commands;
using Posture.Store.Listening;
using Posture.Store.RowSecurity;
using FleetView = Posture.Analysis.Federation.Fleet;

namespace Posture.Collectors.Fleet;

/// <summary>
/// What the clusters of the fleet have published, once a process: read again after any commit, at most once a <see cref="Pause"/>, only digests that changed.
/// Judging the fleet changes no digest, so a round of commits that it causes ends there.
/// </summary>
internal sealed partial class FleetBoard(StoreSources sources, TimeProvider time, ILogger<FleetBoard> logger) : BackgroundService
{
    /// <summary>Shortest time between two looks; each member adds a twentieth of it, so that a large fleet is judged less often.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly FleetDigests _digests = new(sources.Collector);
    private readonly SnapshotListener _listener = new(sources.Collector, time);
    private readonly SemaphoreSlim _reading = new(1, 1);

    // One entry: further signals while a look is due add nothing.
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Bounded by the clusters that this process owns: each loop disposes its own.
    private readonly ConcurrentDictionary<Subscription, Action> _handlers = [];

    private State _state = new(new Dictionary<Guid, Entry>(), 0, 0);

    /// <summary>Calls the handler when any cluster published something new: return at once and do not throw. Dispose to end it.</summary>
    public IDisposable Subscribe(Action handler)
    {
        var subscription = new Subscription(this);
        _handlers[subscription] = handler;
        return subscription;
    }

    /// <summary>The fleet as one cluster sees it.</summary>
    public FleetView SeenFrom(Guid clusterId)
    {
        var state = Volatile.Read(ref _state);
        var own = state.Members.GetValueOrDefault(clusterId)?.Published.Member.Environment ?? "";
        var others = state.Members.Where(member => member.Key != clusterId).ToList();
        return new(own, [.. others.Select(other => other.Value.Published.Member)],
            others.Select(other => other.Value.ChangedAt).Append(state.LeftAt).Max());
    }

    /// <summary>Reads what was published since. A loop calls it before its first evaluation, so that a restart does not find itself alone.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        var before = _state;
        try
        {
            // By hash, not by cluster: clusters that are alike publish the same, and it is kept once.
            var held = new Dictionary<Guid, ClusterDigest>();
            foreach (var (published, _) in before.Members.Values)
                if (published is { Hash: { } hash, Member.Digest: { } digest })
                    held[hash] = digest;
            Volatile.Write(ref _state, before.Next(await _digests.ReadAsync(held.Keys, cancellationToken).ConfigureAwait(false), held));
        }
        finally
        {
            _reading.Release();
        }
        if (before.Clock != _state.Clock)
            foreach (var handler in _handlers.Values)
                handler();
    }

    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = _listener.Subscribe(_ => _due.Writer.TryWrite(true));
        var listening = _listener.RunAsync(stoppingToken);
        while (!listening.IsCompleted && await _due.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            _due.Reader.TryRead(out _);
            try
            {
                await RefreshAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (NpgsqlException unreachable)
            {
                LogUnread(unreachable.Message);
                _due.Writer.TryWrite(true);
            }
            await Task.Delay(Pause * (1 + (_state.Members.Count / 20.0)), time, stoppingToken).ConfigureAwait(false);
        }
        await listening.ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "what other clusters published could not be read: {Reason}; trying again")]
    private partial void LogUnread(string reason);

    /// <summary>All members; the clock moves with each change, and each member carries the time of its own.</summary>
    private sealed record State(IReadOnlyDictionary<Guid, Entry> Members, long Clock, long LeftAt)
    {
        public State Next(IReadOnlyList<PublishedDigest> read, Dictionary<Guid, ClusterDigest> held)
        {
            var clock = Clock;
            var members = new Dictionary<Guid, Entry>();
            foreach (var published in read)
            {
                var former = Members.GetValueOrDefault(published.ClusterId);
                var whole = published.Hash is { } hash && held.TryGetValue(hash, out var digest)
                    ? published with { Member = published.Member with { Digest = digest } } : published;
                members[published.ClusterId] = new(whole, former is not null && former.IsLike(whole) ? former.ChangedAt : ++clock);
            }
            var left = Members.Keys.Any(id => !members.ContainsKey(id)) ? ++clock : LeftAt;
            return new(members, clock, left);
        }
    }

    private sealed record Entry(PublishedDigest Published, long ChangedAt)
    {
        /// <summary>The same but for the time of confirmation. A first one is a change: until then the cluster was never collected.</summary>
        public bool IsLike(PublishedDigest other) => Published.Hash == other.Hash && Published.Member.Name == other.Member.Name
            && Published.Member.Environment == other.Member.Environment && Published.Member.ConfirmedAt is null == other.Member.ConfirmedAt is null;
    }

    private sealed class Subscription(FleetBoard owner) : IDisposable
    {
        public void Dispose() => owner._handlers.TryRemove(this, out _);
    }
}
