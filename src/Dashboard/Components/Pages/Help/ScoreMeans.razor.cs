using System.Globalization;
using Microsoft.AspNetCore.Components;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.Help;

/// <summary>A cluster's score as the mean of its layers, and the fleet's as the mean of its clusters.</summary>
public sealed partial class ScoreMeans
{
    [Parameter, EditorRequired]
    public ScoreModel Model { get; set; } = default!;

    private List<(Layer Layer, double Value)> Scored =>
        [.. LayerWords.All.Select(layer => (layer, Model.Layers.GetValueOrDefault(layer)?.Value)).Where(pair => pair.Value is not null).Select(pair => (pair.layer, pair.Value!.Value))];

    private string Unscored => string.Join(", ", LayerWords.All.Where(layer => Model.Layers.GetValueOrDefault(layer)?.Value is null).Select(layer => Layers.Name(layer)));

    private List<(string Name, double Value)> Counted =>
    [
        .. Model.Fleet.Lines.Where(line => line.Freshness != Freshness.LeftOut && line.Scores?.Scope.Value is not null)
            .Select(line => (line.Row.Cluster.Name, line.Scores!.Scope.Value!.Value)),
    ];

    private string LeftOut => string.Join(", ", Model.Fleet.Lines.Where(line => line.Freshness == Freshness.LeftOut || line.Scores?.Scope.Value is null).Select(line => line.Row.Cluster.Name));

    private static string Terms(IEnumerable<(string Name, double Value)> terms) =>
        string.Join(" + ", terms.Select(term => $"{term.Value.ToString("0.00", CultureInfo.CurrentCulture)} ({term.Name})"));
}
