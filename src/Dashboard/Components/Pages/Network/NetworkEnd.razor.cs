using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Network;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Network;

/// <summary>An end by its name, the kind of a workload beside it in small; the title holds both where the name is cut.</summary>
public sealed partial class NetworkEnd
{
    [Parameter, EditorRequired]
    public NetworkNode Node { get; set; } = default!;

    [Inject]
    private IStringLocalizer<NetworkText> Loc { get; init; } = default!;

    private string Full => Loc.Name(Node);

    private string Name { get; set; } = "";

    private string? Kind { get; set; }

    protected override void OnParametersSet() => (Name, Kind) = NetworkWords.Workload(Node);
}
