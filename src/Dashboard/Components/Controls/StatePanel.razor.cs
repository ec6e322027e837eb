using Microsoft.AspNetCore.Components;
using MudBlazor;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Controls;

/// <summary>
/// One of the named states, in the same shape everywhere. <c>data-state</c> carries its name. The loading skeleton appears after 300 ms, so that quick answers
/// do not flicker.
/// </summary>
public sealed partial class StatePanel
{
    [Parameter, EditorRequired]
    public ViewState State { get; set; }

    /// <summary>Replaces the state's usual words. For loading: what is loaded ("findings").</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>Cause, and what to do.</summary>
    [Parameter]
    public string? Text { get; set; }

    /// <summary>Correlation id of an error.</summary>
    [Parameter]
    public string? Reference { get; set; }

    [Parameter]
    public int SkeletonRows { get; set; } = 5;

    [Parameter]
    public EventCallback OnRetry { get; set; }

    /// <summary>Clears the filters.</summary>
    [Parameter]
    public EventCallback OnClear { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Further buttons or links.</summary>
    [Parameter]
    public RenderFragment? Actions { get; set; }

    private string Key => State switch
    {
        ViewState.EmptyFirst => "empty-first",
        ViewState.EmptyClean => "empty-clean",
        ViewState.EmptyFilter => "empty-filter",
        ViewState.NotAssessed => "not-assessed",
        ViewState.NoAccess => "no-access",
        _ => State.ToString().ToLowerInvariant(),
    };

    private string Heading => State switch
    {
        ViewState.Loading => Title is null ? Loc[nameof(ControlsText.StateLoadingPlain)] : Loc[nameof(ControlsText.StateLoading), Title],
        _ when Title is not null => Title,
        ViewState.EmptyFirst => Loc[nameof(ControlsText.StateEmptyFirst)],
        ViewState.EmptyClean => Loc[nameof(ControlsText.StateEmptyClean)],
        ViewState.EmptyFilter => Loc[nameof(ControlsText.StateEmptyFilter)],
        ViewState.NotAssessed => Loc[nameof(ControlsText.StateNotAssessed)],
        ViewState.NoAccess => Loc[nameof(ControlsText.StateNoAccess)],
        ViewState.Stale => Loc[nameof(ControlsText.StateStale)],
        ViewState.Partial => Loc[nameof(ControlsText.StatePartial)],
        ViewState.Error => Loc[nameof(ControlsText.StateError)],
        _ => Loc[nameof(ControlsText.StateOffline)],
    };

    private string StateIcon => State switch
    {
        ViewState.EmptyFirst => Icons.Material.Outlined.AddCircleOutline,
        ViewState.EmptyClean => Icons.Material.Outlined.CheckCircle,
        ViewState.EmptyFilter => Icons.Material.Outlined.FilterAltOff,
        ViewState.NotAssessed => Icons.Material.Outlined.HelpCenter,
        ViewState.NoAccess => Icons.Material.Outlined.Lock,
        ViewState.Stale => Icons.Material.Outlined.Schedule,
        ViewState.Partial => Icons.Material.Outlined.PieChartOutline,
        ViewState.Error => Icons.Material.Outlined.ErrorOutline,
        _ => Icons.Material.Outlined.CloudOff,
    };
}
