using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Model.Scoring;
using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Fleet;

/// <summary>Reads the fleet within a scope. Stored scores are of whole clusters; whoever sees or chose a part gets the score of that part, by the same function.</summary>
internal sealed class FleetReader(FleetQuery fleet, ClusterQuery clusters, LayerQuery layers, DriftQuery drift, ImageShareQuery images, TimeProvider time)
{
    /// <summary>Period of "since last week".</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(7);

    private const int Fixes = 5;
    private const int Changes = 5;

    public async Task<FleetModel> ReadAsync(ViewScope scope, ScopeInUrl within, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var narrow = await NarrowAsync(scope, within, cancellationToken);
        var view = Within(await fleet.GetAsync(narrow, at, (at ?? now) - Period, cancellationToken), within);
        var counts = await layers.ControlsByClusterAsync(narrow, null, within.Clusters, at, cancellationToken);
        var before = narrow.IsWhole ? [] : await layers.ControlsByClusterAsync(narrow, null, within.Clusters, view.Before, cancellationToken);
        List<FleetLine> lines =
        [
            .. view.Clusters.Select(row => new FleetLine(
                    row,
                    row.Scores ?? ScoreSheet.Of(Of(counts, row)),
                    row.Before ?? ScoreSheet.Of(Of(before, row)),
                    at is null ? FreshnessRules.Of(row.Cluster.CollectedAt, now) : Freshness.Current))
                .OrderBy(line => line.Scores?.Scope.Value ?? double.MaxValue).ThenBy(line => line.Row.Cluster.Name, StringComparer.Ordinal),
        ];
        var counted = lines.Where(line => line.Freshness != Freshness.LeftOut).ToList();
        var compared = counted.Where(line => line.Scores?.Scope.Value is not null && line.Before?.Scope.Value is not null).ToList();
        var filter = new DriftFilter { Clusters = within.Clusters, Namespaces = within.Namespaces, From = view.Before, To = at ?? now };
        var changes = await drift.PageAsync(narrow, filter, 1, Changes, cancellationToken);
        return new(
            view,
            lines,
            ScoreSheet.Mean(counted.Select(line => line.Scores?.Scope).OfType<Score>()),
            ScoreSheet.Mean(compared.Select(line => line.Before!.Scope)),
            ScoreSheet.Mean(compared.Select(line => line.Scores!.Scope)),
            Gains([.. counted.Select(line => Of(counts, line.Row).ToList()).Where(rows => rows.Count > 0)]),
            changes.Rows,
            at,
            new FindingsState { Clusters = within.Clusters, Namespaces = within.Namespaces, At = at },
            scope.Reach,
            at is null ? [.. (await images.ClustersAsync(narrow, cancellationToken)).Where(share => within.Clusters.Count == 0 || within.Clusters.Contains(share.Cluster, StringComparer.Ordinal))] : null);
    }

    /// <summary>The scope cut down to the namespaces in the address.</summary>
    public async Task<ViewScope> NarrowAsync(ViewScope scope, ScopeInUrl within, CancellationToken cancellationToken)
    {
        if (within.Namespaces.Count == 0)
            return scope;
        var all = await clusters.ListAsync(scope, cancellationToken);
        return scope.Narrow(all.SelectMany(cluster => within.Namespaces.Select(ns => new ScopedNamespace(cluster.Name, ns))));
    }

    private static FleetView Within(FleetView view, ScopeInUrl within)
    {
        if (within.Clusters.Count == 0)
            return view;
        List<FleetCluster> chosen = [.. view.Clusters.Where(row => within.Clusters.Contains(row.Cluster.Name, StringComparer.Ordinal))];
        return view with
        {
            Clusters = chosen,
            Open = chosen.Aggregate(default(SeverityCounts), (sum, row) => sum + row.Open),
            New = chosen.Sum(row => row.New),
            Resolved = chosen.Sum(row => row.Resolved),
        };
    }

    private static IEnumerable<ControlCounts> Of(IEnumerable<ControlCounts> counts, FleetCluster row) => counts.Where(count => count.Cluster == row.Cluster.Name);

    /// <summary>Points to gain by control: the fleet's score with the control's failures as passes, less the score (design.md §7).</summary>
    private static List<FleetFix> Gains(List<List<ControlCounts>> clusters)
    {
        var fixes = new Dictionary<string, FleetFix>(StringComparer.Ordinal);
        foreach (var counts in clusters)
        {
            var rows = counts.Select(ScoreSheet.Row).ToList();
            var now = ScoreSheet.Of(rows)?.Scope.Value;
            foreach (var failing in counts.Where(count => count.Counts.Fail > 0))
            {
                var then = ScoreSheet.Of(rows.Select(row => row.Control == failing.Control ? row with { Fail = 0, Pass = row.Pass + row.Fail } : row))?.Scope.Value;
                var fix = fixes.GetValueOrDefault(failing.Control) ?? new(failing.Control, 0, 0, 0);
                fixes[failing.Control] = fix with
                {
                    Clusters = fix.Clusters + 1,
                    Findings = fix.Findings + failing.Counts.Fail,
                    Gain = fix.Gain + ((then - now) ?? 0) / clusters.Count,
                };
            }
        }
        return [.. fixes.Values.OrderByDescending(fix => fix.Gain).ThenBy(fix => fix.Control, StringComparer.Ordinal).Take(Fixes)];
    }
}
