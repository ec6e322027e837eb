using System.Collections.Concurrent;
using System.Threading.Channels;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Reports;

/// <summary>
/// Takes orders for reports, queues them and keeps what was made, in memory and for a limited time. Bounded: waiting orders, open orders of one account, kept
/// reports of one account and of all.
/// </summary>
internal sealed class ReportDesk : IDisposable
{
    public const int MaxWaiting = 20;
    public const int MaxOpenOfOne = 3;
    public const int MaxKeptOfOne = 5;
    public const int MaxKept = 60;

    /// <summary>How long a finished report can be fetched.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);

    private readonly Channel<ReportJob> _queue = Channel.CreateBounded<ReportJob>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly ConcurrentDictionary<Guid, ReportJob> _jobs = new();
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;

    public ReportDesk(TimeProvider time)
    {
        _time = time;
        _sweep = time.CreateTimer(_ => Sweep(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
    }

    /// <summary>Raised when any report moves on. Handlers use InvokeAsync.</summary>
    public event EventHandler? Changed;

    /// <summary>Orders in turn; for the one worker.</summary>
    public IAsyncEnumerable<ReportJob> OrdersAsync(CancellationToken cancellationToken) => _queue.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Takes an order.</summary>
    /// <returns>The job, or the code of why it was refused.</returns>
    public (ReportJob? Job, string? Refused) Order(Viewer viewer, ReportRequest request)
    {
        var job = new ReportJob(viewer, request, _time.GetUtcNow());
        string? refused;
        lock (_gate)
        {
            Sweep();
            refused = _jobs.Values.Count(other => other.Open && other.IsOf(viewer)) >= MaxOpenOfOne ? ReportCodes.TooMany
                : !_queue.Writer.TryWrite(job) ? ReportCodes.QueueFull
                : null;
            if (refused is null)
                _jobs[job.Id] = job;
        }
        if (refused is not null)
        {
            job.Dispose();
            return (null, refused);
        }
        Changed?.Invoke(this, EventArgs.Empty);
        return (job, null);
    }

    /// <summary>Reports of this person, newest first.</summary>
    public IReadOnlyList<ReportJob> Of(Viewer viewer) =>
        [.. _jobs.Values.Where(job => job.BelongsTo(viewer) && !Expired(job)).OrderByDescending(job => job.Id)];

    /// <summary>A report of this person; null when there is none, it is another's, or it is too old: the same.</summary>
    public ReportJob? Find(Viewer viewer, Guid id) => _jobs.TryGetValue(id, out var job) && job.BelongsTo(viewer) && !Expired(job) ? job : null;

    /// <summary>Ends an open report, or throws away a finished one.</summary>
    public void Drop(Viewer viewer, Guid id)
    {
        if (Find(viewer, id) is not { } job)
            return;
        if (!job.Open)
            Remove(job);
        else
            job.Cancel();
        if (job.Progress.State == ReportState.Queued)
            job.Progress = new(ReportState.Cancelled, _time.GetUtcNow());
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Moves a report on.</summary>
    public void Move(ReportJob job, ReportProgress progress)
    {
        job.Progress = progress;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    public void Dispose()
    {
        _sweep.Dispose();
        foreach (var job in _jobs.Values)
            Remove(job);
    }

    private bool Expired(ReportJob job) => !job.Open && _time.GetUtcNow() - job.Progress.At > Kept;

    private void Sweep()
    {
        List<ReportJob> done = [.. _jobs.Values.Where(job => !job.Open).OrderByDescending(job => job.Id)];
        var surplus = done.GroupBy(job => job.Owner, StringComparer.Ordinal).SelectMany(own => own.Skip(MaxKeptOfOne)).Concat(done.Skip(MaxKept));
        foreach (var job in done.Where(Expired).Concat(surplus))
            Remove(job);
    }

    private void Remove(ReportJob job)
    {
        if (_jobs.TryRemove(job.Id, out _))
            job.Dispose();
    }
}
