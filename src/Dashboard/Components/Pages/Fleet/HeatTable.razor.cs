using Microsoft.AspNetCore.Components;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.Fleet;

/// <summary>Clusters by layers, worst cluster first; each cell leads to what fails there, a hatched one to what could not be assessed.</summary>
public sealed partial class HeatTable
{
    [Parameter, EditorRequired]
    public FleetModel Fleet { get; set; } = default!;

    private static double? Of(FleetLine line, Layer layer) => line.Scores?.Layers.GetValueOrDefault(layer)?.Value;

    private static string Facts(FleetLine line) =>
        string.Concat(new[] { line.Row.Cluster.Environment, line.Row.Cluster.ServerVersion }.Where(fact => !string.IsNullOrEmpty(fact)).Select(fact => fact + " · "));

    private string HrefOf(FleetLine line, Layer layer) => (Fleet.List with
    {
        Clusters = [line.Row.Cluster.Name],
        Layers = [layer],
        Verdicts = Of(line, layer) is null ? [Verdict.NotAssessed] : Fleet.List.Verdicts,
    }).Href;
}
