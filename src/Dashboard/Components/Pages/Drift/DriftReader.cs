using Posture.Model.Drift;
using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Drift;

/// <summary>Reads changes, their fields, and how each snapshot moved its cluster's score.</summary>
internal sealed class DriftReader(DriftQuery drift, ClusterQuery clusters, TimeProvider time)
{
    /// <summary>Most snapshots of a page whose score is compared: two look-ups each.</summary>
    private const int Scored = 25;

    /// <summary>The resolution of stored times: the state just before a snapshot.</summary>
    private static readonly TimeSpan Instant = TimeSpan.FromMicroseconds(1);

    public async Task<DriftModel> ReadAsync(ViewScope scope, DriftState state, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var filter = state.FilterAt(now);
        var page = await drift.PageAsync(scope, filter, state.Page, state.Size, cancellationToken);
        // Counted only where the page tells it: what the filters hide.
        var unfiltered = page.Total == 0 && state.Filtered
            ? (await drift.PageAsync(scope, new() { From = filter.From, To = filter.To }, 1, 1, cancellationToken)).Total
            : page.Total;
        List<DriftEntry> entries = [.. page.Rows.Select(row => new DriftEntry(row, FieldDiff.Of(row.Change?.Before, row.Change?.After)))];
        return new(state, entries, page.Total, unfiltered, await MovesAsync(scope, page.Rows, cancellationToken), scope.IsEmpty || !scope.ShowsNames);
    }

    private async Task<Dictionary<(string Cluster, DateTimeOffset At), ScoreMove>> MovesAsync(
        ViewScope scope, IReadOnlyList<DriftRow> rows, CancellationToken cancellationToken)
    {
        var moves = new Dictionary<(string Cluster, DateTimeOffset At), ScoreMove>();
        // Stored scores are of whole clusters: who sees a part is not told how the whole moved.
        if (!scope.IsAll)
            return moves;
        foreach (var snapshot in rows.Select(row => (row.Cluster, row.At)).Distinct().Take(Scored))
        {
            var after = await clusters.ScoresAsync(scope, snapshot.Cluster, snapshot.At, cancellationToken);
            var before = await clusters.ScoresAsync(scope, snapshot.Cluster, snapshot.At - Instant, cancellationToken);
            if (before?.Scope.Value is { } old && after?.Scope.Value is { } now && old != now)
                moves[snapshot] = new(old, now);
        }
        return moves;
    }
}
