using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.Layers;

/// <summary>Every control of a layer with its verdicts; one without a check is not assessed, and says so.</summary>
public sealed partial class LayerControls
{
    private static readonly (string Standard, string Prefix)[] Shown = [("cis_kubernetes", "CIS "), ("nsa_cisa", "NSA "), ("nist_sp_800_190", "800-190 ")];

    [Parameter, EditorRequired]
    public IReadOnlyList<LayerControl> Controls { get; set; } = [];

    [Parameter, EditorRequired]
    public FindingsState List { get; set; } = default!;

    private static string Cited(Control control) => string.Join(" · ", Shown
        .Where(pair => control.References.ContainsKey(pair.Standard))
        .Select(pair => pair.Prefix + string.Join(", ", control.References[pair.Standard].Take(3))));

    private string HrefOf(LayerControl line, params Verdict[] verdicts) => (List with { Controls = [line.Control.Id], Verdicts = verdicts }).Href;
}
