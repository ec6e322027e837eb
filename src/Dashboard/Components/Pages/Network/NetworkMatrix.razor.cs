using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Network;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Network;

/// <summary>Ends against ends. A sign and a word say the verdict, never the colour alone; a cell without a sign was not asked about.</summary>
public sealed partial class NetworkMatrix
{
    [Parameter, EditorRequired]
    public NetworkModel Model { get; set; } = default!;

    [Inject]
    private IStringLocalizer<NetworkText> Loc { get; init; } = default!;

    /// <summary>Nothing leads to what answers for Ingresses.</summary>
    private IEnumerable<NetworkNode> Destinations => Model.Map!.Nodes.Where(node => node.Kind != NetworkNodeKind.Entry);

    private static string Key(NetworkEdge edge) => edge.Verdict.ToString().ToLowerInvariant();

    private static string Sign(NetworkEdge edge) => edge.Verdict switch
    {
        NetworkEdgeVerdict.Allowed => "●",
        NetworkEdgeVerdict.Partly => "◐",
        NetworkEdgeVerdict.Denied => "–",
        _ => "?",
    };
}
