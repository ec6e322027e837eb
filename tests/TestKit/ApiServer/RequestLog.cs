namespace Posture.TestKit.ApiServer;

/// <summary>The requests a simulated server got, in order; a test can wait for one.</summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly List<SeenRequest> _seen = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A copy of the requests so far.</summary>
    public IReadOnlyList<SeenRequest> All
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }

    /// <summary>Waits until there are <paramref name="count"/> requests that fit, and gives them back.</summary>
    public async Task<IReadOnlyList<SeenRequest>> WaitForAsync(Predicate<string> fits, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_seen.FindAll(seen => fits(seen.Path)) is var found && found.Count >= count)
                    return found;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    internal void Add(SeenRequest request)
    {
        lock (_gate)
        {
            _seen.Add(request);
            var changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.SetResult();
        }
    }
}
