using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Drift;

/// <summary>Fields that differ, before and after; the first few until asked for more.</summary>
public sealed partial class FieldTable
{
    private const int Few = 6;

    private bool _all;

    [Parameter, EditorRequired]
    public IReadOnlyList<FieldChange> Fields { get; set; } = [];

    private void ShowAll() => _all = true;
}
