using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Controls;

/// <summary>Pages of a list as links: the page is the address's <c>page</c>, so that it can be shared and gone back from. Page 1 is left out of the address.</summary>
public sealed partial class Pager
{
    /// <summary>1-based.</summary>
    [Parameter, EditorRequired]
    public int Page { get; set; }

    /// <summary>Rows per page.</summary>
    [Parameter, EditorRequired]
    public int PageSize { get; set; }

    /// <summary>All rows.</summary>
    [Parameter, EditorRequired]
    public long Total { get; set; }

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    private int Pages => (int)Math.Max(1, (Total + PageSize - 1) / PageSize);

    private string Range => Total == 0
        ? Loc[nameof(ControlsText.PagerNone)]
        : Loc[nameof(ControlsText.PagerRange), ((long)(Page - 1) * PageSize) + 1, Math.Min((long)Page * PageSize, Total), Total];

    private static string? Disabled(bool disabled) => disabled ? "true" : null;

    private string HrefOf(int page)
    {
        var target = Math.Clamp(page, 1, Pages);
        return Navigation.GetUriWithQueryParameter("page", target == 1 ? null : (int?)target);
    }
}
