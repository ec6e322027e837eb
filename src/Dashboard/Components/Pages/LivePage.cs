using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages;

/// <summary>A page over one <see cref="LiveView{T}"/>: reads at its address and keeps up with changes while it is open.</summary>
public abstract class LivePage<T> : ComponentBase, IDisposable
    where T : class
{
    [Inject]
    private protected PageContext Page { get; init; } = default!;

    /// <summary>What the page shows.</summary>
    protected LiveView<T> View { get; private set; } = default!;

    /// <summary>Gives what to show of newer data without moving rows, and how many changes wait; null shows newer data whole.</summary>
    protected virtual Func<T, T, (T Shown, int Changes)>? Merge => null;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected override void OnInitialized() => View = new(Page, ReadAsync, RunAsync, Merge);

    protected override Task OnParametersSetAsync() => View.OpenAsync();

    protected virtual void Dispose(bool disposing) => View.Dispose();

    /// <summary>Reads the data of an address; null when nothing is there.</summary>
    private protected abstract Task<T?> ReadAsync(PageQuery query, CancellationToken cancellationToken);

    /// <summary>The past time that the address asks for; null for now. Live signals do not concern the past.</summary>
    private protected DateTimeOffset? At(PageQuery query)
    {
        var at = query.Time("at", Page.Now);
        View.Frozen = at is not null;
        return at;
    }

    /// <summary>Does work in the page's turn and renders.</summary>
    protected Task RunAsync(Func<Task> work) => InvokeAsync(async () =>
    {
        await work();
        StateHasChanged();
    });

    private async Task<T?> ReadAsync(CancellationToken cancellationToken)
    {
        var query = Page.Query;
        var read = await ReadAsync(query, cancellationToken);
        View.Rejected = query.Rejected;
        return read;
    }
}
