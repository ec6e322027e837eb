using Microsoft.AspNetCore.Components;
using MudBlazor;
using Posture.Model.Coverage;

namespace Posture.Dashboard.Components.Pages.Clusters;

/// <summary>Per kind: state, reason, count, age, and which controls and layers suffer when it can't be read.</summary>
public sealed partial class CollectionTable
{
    [Parameter, EditorRequired]
    public IReadOnlyList<KindLine> Kinds { get; set; } = [];

    private static string IconOf(KindLine line) => line.Coverage.State switch
    {
        CoverageState.Read => Icons.Material.Outlined.CheckCircle,
        CoverageState.NotServed => Icons.Material.Outlined.RemoveCircleOutline,
        CoverageState.Pending or CoverageState.Throttled => Icons.Material.Outlined.HourglassEmpty,
        CoverageState.NotRequested => Icons.Material.Outlined.VisibilityOff,
        CoverageState.Forbidden or CoverageState.Unauthorized => Icons.Material.Outlined.Lock,
        _ => Icons.Material.Outlined.ErrorOutline,
    };
}
