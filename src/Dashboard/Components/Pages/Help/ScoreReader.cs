using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Components.Pages.Fleet;
using Posture.Model.Scoring;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Help;

/// <summary>Reads what is needed to work the viewer's score out by hand.</summary>
internal sealed class ScoreReader(FleetReader fleet, LayerQuery layers)
{
    /// <param name="scope">What the viewer sees.</param>
    /// <param name="cluster">Cluster asked for; the worst one when null or not visible.</param>
    /// <param name="layer">Layer asked for; the worst one when null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ScoreModel> ReadAsync(ViewScope scope, string? cluster, Layer? layer, CancellationToken cancellationToken)
    {
        var view = await fleet.ReadAsync(scope, new ScopeInUrl([], []), at: null, cancellationToken);
        var scored = view.Lines.Where(line => line.Scores?.Scope.Value is not null).ToList();
        var line = scored.FirstOrDefault(line => line.Row.Cluster.Name == cluster) ?? scored.FirstOrDefault();
        if (line?.Scores is not { } scores)
            return new(view, null, layer ?? Layer.HostTenancy, new Dictionary<Layer, Score>(), Score.None, []);
        var chosen = layer ?? scores.Layers.Where(pair => pair.Value.Value is not null).MinBy(pair => pair.Value.Value).Key;
        var counts = await layers.ControlsByClusterAsync(scope, chosen, [line.Row.Cluster.Name], at: null, cancellationToken);
        var steps = ScoreSheet.Tallies(counts.Select(ScoreSheet.Row)).Where(pair => pair.Tally.Assessed > 0)
            .Select(pair => new ScoreStep(pair.Control.Id, pair.Tally)).OrderByDescending(step => step.Effective).ThenBy(step => step.Control, StringComparer.Ordinal);
        return new(view, line.Row.Cluster.Name, chosen, scores.Layers, scores.Scope, [.. steps]);
    }
}
