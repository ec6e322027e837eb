using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Network;

/// <summary>The matrix as a list, with the policies that decide.</summary>
public sealed partial class NetworkList
{
    [Parameter, EditorRequired]
    public NetworkModel Model { get; set; } = default!;

    [Inject]
    private IStringLocalizer<NetworkText> Loc { get; init; } = default!;
}
