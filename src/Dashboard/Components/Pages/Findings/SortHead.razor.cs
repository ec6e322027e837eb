using Microsoft.AspNetCore.Components;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Findings;

/// <summary>Head of a column that sorts: a link to the same list in the other order.</summary>
public sealed partial class SortHead
{
    [Parameter, EditorRequired]
    public FindingsState State { get; set; } = default!;

    [Parameter, EditorRequired]
    public FindingSort By { get; set; }

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>Which way the first click sorts.</summary>
    [Parameter]
    public bool FirstDescending { get; set; }

    private FindingOrder First => State.Order is [var first, ..] ? first : new(FindingSort.Severity, Descending: true);

    private string? Sort => First.By != By ? null : First.Descending ? "descending" : "ascending";

    private string Arrow => First.By != By ? "" : First.Descending ? " ↓" : " ↑";
}
