using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Network;

/// <summary>How far each namespace is isolated; choosing one shows its connections.</summary>
public sealed partial class NamespaceIsolationTable
{
    [Parameter, EditorRequired]
    public NetworkModel Model { get; set; } = default!;

    [Inject]
    private IStringLocalizer<NetworkText> Loc { get; init; } = default!;

    private static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
