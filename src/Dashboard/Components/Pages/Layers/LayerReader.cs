using Posture.Analysis.Catalogue;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Dashboard.Components.Pages.Fleet;
using Posture.Model.Scoring;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Layers;

/// <summary>Reads layers over the fleet from verdict counts by control and cluster.</summary>
internal sealed class LayerReader(LayerQuery layers, FleetReader fleet)
{
    private static readonly VerdictCounts Nothing = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public async Task<LayersModel> ReadAsync(ViewScope scope, ScopeInUrl within, Layer? only, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var narrow = await fleet.NarrowAsync(scope, within, cancellationToken);
        var counts = await layers.ControlsByClusterAsync(narrow, only, within.Clusters, at, cancellationToken);
        var list = new FindingsState { Clusters = within.Clusters, Namespaces = within.Namespaces, At = at };
        var lines = LayerWords.All.Where(layer => only is null || layer == only).Select(layer => Line(layer, [.. counts.Where(row => row.Layer == layer)])).ToList();
        return new(lines, counts.Sum(row => row.Counts.Pass + row.Counts.Fail + row.Counts.Excepted), list);
    }

    private static LayerLine Line(Layer layer, List<ControlCounts> counts)
    {
        var byControl = counts.ToLookup(row => row.Control, StringComparer.Ordinal);
        var clusters = counts.GroupBy(row => row.Cluster ?? "", StringComparer.Ordinal)
            .Select(group => (Cluster: group.Key, Score: ScoreSheet.Of(group)?.Layers.GetValueOrDefault(layer) ?? Score.None))
            .OrderBy(pair => pair.Score.Value ?? double.MaxValue).ThenBy(pair => pair.Cluster, StringComparer.Ordinal).ToList();
        List<LayerControl> controls =
        [
            .. ControlCatalogue.Default.Controls.Where(control => control.Layer == layer).OrderByDescending(control => control.Weight)
                .Select(control => new LayerControl(control, ControlCatalogue.Default.CheckOf(control.Id) is not null, Sum(byControl[control.Id]))),
        ];
        var worst = clusters.Where(pair => pair.Score.Value is not null).Select(pair => pair.Cluster).FirstOrDefault();
        return new(layer, ScoreSheet.Mean(clusters.Select(pair => pair.Score)), worst, clusters, counts.Sum(row => row.Counts.Fail), controls);
    }

    private static VerdictCounts Sum(IEnumerable<ControlCounts> rows) => rows.Aggregate(Nothing, (sum, row) => new(
        sum.Pass + row.Counts.Pass, sum.Fail + row.Counts.Fail, sum.Manual + row.Counts.Manual, sum.Error + row.Counts.Error,
        sum.NotAssessed + row.Counts.NotAssessed, sum.NotApplicable + row.Counts.NotApplicable, sum.Exempt + row.Counts.Exempt,
        sum.Excepted + row.Counts.Excepted, sum.System + row.Counts.System));
}
