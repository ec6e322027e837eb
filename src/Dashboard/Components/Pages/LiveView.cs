using System.Diagnostics;
using Microsoft.AspNetCore.Components.Routing;
using Npgsql;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Components.Pages;

/// <summary>
/// The data of one page over its life: loaded when the address changes, loaded again on live signals, the former load cancelled each time. What is shown stays
/// shown while newer data is on its way, and rows do not move until <see cref="ShowHeld"/>. Ends with <see cref="Dispose"/>.
/// </summary>
public sealed class LiveView<T> : IDisposable
    where T : class
{
    private readonly PageContext _page;
    private readonly Func<CancellationToken, Task<T?>> _read;
    private readonly Func<Func<Task>, Task> _dispatch;
    private readonly Func<T, T, (T Shown, int Changes)>? _merge;
    private readonly IDisposable _live;
    private readonly IDisposable _access;
    private CancellationTokenSource? _loading;
    private TaskCompletionSource _settled = new();
    private string? _address;
    private string? _path;
    private bool _wholeDue;
    private T? _held;

    /// <param name="page">The page's surroundings.</param>
    /// <param name="read">Reads the address and the data of it; null means not found.</param>
    /// <param name="dispatch">Runs work in the page's turn and renders.</param>
    /// <param name="merge">Gives what to show of newer data without moving rows, and how many changes wait; null shows newer data whole.</param>
    internal LiveView(PageContext page, Func<CancellationToken, Task<T?>> read, Func<Func<Task>, Task> dispatch, Func<T, T, (T Shown, int Changes)>? merge = null)
    {
        _page = page;
        _read = read;
        _dispatch = dispatch;
        _merge = merge;
        _live = page.Live.Subscribe(() => dispatch(RefreshAsync));
        _access = page.Access.Subscribe(() => dispatch(RecheckAsync));
        page.Navigation.LocationChanged += OnLocationChanged;
        page.Handover.Offer(() => (_address, Data is { } data ? new Shown(data, Frozen, Rejected) : null));
    }

    /// <summary>What to show; null before the first load and when there is nothing.</summary>
    public T? Data { get; private set; }

    /// <summary>Nothing is or was at this address, or it is not visible: the same.</summary>
    public bool NotFound { get; private set; }

    /// <summary>Reference of the failed load, or null. Data of before stays.</summary>
    public string? Failure { get; private set; }

    /// <summary>Changes that wait for <see cref="ShowHeld"/>.</summary>
    public int Held { get; private set; }

    /// <summary>True when a time in the past is shown: live signals do not concern it.</summary>
    public bool Frozen { get; set; }

    /// <summary>Parts of the address that had no meaning and were left out; a notice names them.</summary>
    public IReadOnlyList<string> Rejected { get; set; } = [];

    /// <summary>A load for another address is on its way while the former data is shown.</summary>
    public bool Busy => _loading is not null;

    /// <summary>Loads when the address is another than the one shown.</summary>
    public Task OpenAsync() => _address == _page.Navigation.Uri ? Task.CompletedTask : ReloadAsync();

    /// <summary>Loads the address anew and shows what comes whole.</summary>
    public async Task ReloadAsync()
    {
        _address = _page.Navigation.Uri;
        _path = new Uri(_address).AbsolutePath;
        if (await _page.Handover.TakeAsync<Shown>(_address) is { } shown)
            (Data, Frozen, Rejected) = (shown.Data, shown.Frozen, shown.Rejected);
        else
            await LoadAsync(whole: true);
    }

    /// <summary>Shows the changes that wait.</summary>
    public void ShowHeld()
    {
        Data = _held ?? Data;
        _held = null;
        Held = 0;
    }

    public void Dispose()
    {
        _page.Navigation.LocationChanged -= OnLocationChanged;
        _live.Dispose();
        _access.Dispose();
        _loading?.Cancel();
    }

    /// <summary>Reads again because something changed; what moves rows waits.</summary>
    public Task RefreshAsync() => Frozen || _address is null ? Task.CompletedTask : LoadAsync(whole: false);

    /// <summary>
    /// Somebody's rights changed. What is shown to who is not a lead is taken away and read anew, also of a past time and while updates are paused: it may be no
    /// longer theirs. A lead's rights end with the session.
    /// </summary>
    private async Task RecheckAsync()
    {
        if (_address is null || await SeesAllAsync())
            return;
        (Data, _held, Held) = (null, null, 0);
        await LoadAsync(whole: true);
    }

    private async Task<bool> SeesAllAsync()
    {
        try
        {
            return (await _page.ScopeAsync()).IsAll;
        }
        catch (NpgsqlException)
        {
            return false; // the load after it says that the database is away
        }
    }

    private async Task LoadAsync(bool whole)
    {
        // A signal may overtake the load of a new address: what is shown is of the former one and must go whole.
        _wholeDue |= whole;
        if (_loading is null)
            _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        else
            _loading.Cancel();
        var settled = _settled;
        using var loading = new CancellationTokenSource();
        _loading = loading;
        try
        {
            var started = Stopwatch.GetTimestamp();
            var read = await _read(loading.Token);
            if (read is null)
                await LeastTime.PassAsync(started, loading.Token);
            if (_loading == loading)
                Take(read);
        }
        catch (OperationCanceledException) when (loading.IsCancellationRequested)
        {
            // A newer load took over, or the page is gone.
        }
#pragma warning disable CA1031 // whatever broke, the page says so with a reference and keeps the frame and its former data
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (_loading == loading)
                Failure = _page.Report(exception);
        }
        finally
        {
            if (_loading == loading)
            {
                _loading = null;
                settled.SetResult();
            }
        }
        // A page is written when its load ends; one that was overtaken has nothing to show before the newer load has.
        await settled.Task;
    }

    private void Take(T? read)
    {
        Failure = null;
        NotFound = read is null;
        if (_wholeDue || _merge is null || Data is null || read is null)
        {
            _wholeDue = false;
            (Data, _held, Held) = (read, null, 0);
            return;
        }
        var (shown, changes) = _merge(Data, read);
        (Data, _held, Held) = changes == 0 ? (read, null, 0) : (shown, read, changes);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == _path)
            _ = _dispatch(OpenAsync);
    }

    private sealed record Shown(T Data, bool Frozen, IReadOnlyList<string> Rejected);
}
