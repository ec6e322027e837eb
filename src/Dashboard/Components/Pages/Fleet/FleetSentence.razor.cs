using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Pages.Parts;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.Fleet;

/// <summary>The fleet in a sentence: how it moved, which cluster is worst, and in which layer.</summary>
public sealed partial class FleetSentence
{
    [Parameter, EditorRequired]
    public FleetModel Fleet { get; set; } = default!;

    private FleetLine? Worst => Fleet.Lines.Count > 1 ? Fleet.Lines.FirstOrDefault(line => line.Scores?.Scope.Value is not null) : null;

    private string Trend => Fleet.Score.Value is null
        ? Loc[nameof(FleetText.TrendUnknown)]
        : Delta.Points(Fleet.Before.Value, Fleet.Compared.Value) switch
        {
            null => Loc[nameof(FleetText.TrendFirst)],
            0 => Loc[nameof(FleetText.TrendSame)],
            > 0 and var up => Loc[nameof(FleetText.TrendBetter), up],
            { } down => Loc[nameof(FleetText.TrendWorse), -down],
        };

    private static (Layer Layer, double Value)? Weakest(FleetLine line)
    {
        var scored = line.Scores?.Layers.Where(pair => pair.Value.Value is not null).Select(pair => (pair.Key, pair.Value.Value!.Value)).ToList();
        return scored is { Count: > 0 } ? scored.MinBy(pair => pair.Item2) : null;
    }
}
