using Posture.Analysis.Catalogue;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Components.Pages.Drift;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Dashboard.Components.Pages.Layers;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Clusters;

/// <summary>Reads one cluster; null when there is none or it is not visible.</summary>
internal sealed class ClusterReader(ClusterQuery clusters, LayerReader layers, DriftReader drift, ImageShareQuery images, TimeProvider time)
{
    private static readonly ILookup<KindRef, Control> Needing = ControlCatalogue.Default.Checks
        .SelectMany(check => check.Needs.Select(kind => (kind, check.Control))).ToLookup(pair => pair.kind, pair => pair.Control);

    public async Task<ClusterModel?> ReadAsync(ViewScope scope, string name, ClusterTab tab, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        if (await clusters.FindAsync(scope, name, cancellationToken) is not { } cluster)
            return null;
        if (ClusterModel.TabsOf(scope.Reach) is var offered && !offered.Contains(tab))
            tab = offered[0];
        var now = time.GetUtcNow();
        var within = new ScopeInUrl([name], []);
        var lines = (await layers.ReadAsync(scope, within, only: null, at, cancellationToken)).Lines;
        var before = tab == ClusterTab.Overview
            ? (await layers.ReadAsync(scope, within, only: null, (at ?? now).AddDays(-7), cancellationToken)).Lines
            : [];
        return new(
            cluster,
            at is null ? FreshnessRules.Of(cluster.CollectedAt, now) : Freshness.Current,
            tab,
            ScoreSheet.Mean(lines.Select(line => line.Score)),
            lines,
            before,
            tab == ClusterTab.Namespaces ? Worst(await clusters.NamespacesAsync(scope, name, at, cancellationToken)) : [],
            tab == ClusterTab.Drift ? await drift.ReadAsync(scope, new DriftState { Clusters = [name], From = now.AddDays(-7), To = null }, cancellationToken) : null,
            await KindsAsync(scope, name, at, cancellationToken),
            new FindingsState { Clusters = [name], At = at },
            scope.Reach,
            tab == ClusterTab.Namespaces && at is null ? await images.NamespacesAsync(scope, name, cancellationToken) : null);
    }

    /// <summary>Kinds with their state, unread ones first. A kind that a check needs and nobody has tried is pending, not read.</summary>
    private async Task<IReadOnlyList<KindLine>> KindsAsync(ViewScope scope, string name, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var coverage = await clusters.CoverageAsync(scope, name, at, cancellationToken);
        if (coverage.Count == 0)
            return [];
        var known = coverage.Select(row => new KindRef(row.Group, row.Kind)).ToHashSet();
        var untried = Needing.Select(group => group.Key).Where(kind => !known.Contains(kind))
            .Select(kind => new KindCoverage(kind.Group, kind.Kind, CoverageState.Pending, null, null, 0));
        return
        [
            .. coverage.Concat(untried).Select(row => new KindLine(row, [.. Needing[new(row.Group, row.Kind)]]))
                .OrderBy(line => line.Read).ThenByDescending(line => line.Controls.Sum(control => control.Weight))
                .ThenBy(line => line.Coverage.Kind, StringComparer.Ordinal).ThenBy(line => line.Coverage.Group, StringComparer.Ordinal),
        ];
    }

    private static List<NamespaceRow> Worst(IReadOnlyList<NamespaceRow> rows) =>
        [.. rows.OrderBy(row => row.Scores?.Scope.Value ?? double.MaxValue).ThenBy(row => row.Namespace, StringComparer.Ordinal)];
}
