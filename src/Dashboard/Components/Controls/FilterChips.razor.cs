using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Controls;

/// <summary>The filters in force as removable chips. Each is a link to the same list without it: filters live in the address.</summary>
public sealed partial class FilterChips
{
    [Parameter, EditorRequired]
    public IReadOnlyList<FilterChip> Filters { get; set; } = [];

    /// <summary>The list without any filter.</summary>
    [Parameter, EditorRequired]
    public string ClearHref { get; set; } = "";
}

/// <summary>A filter in force.</summary>
/// <param name="Name">What is filtered, in words.</param>
/// <param name="Value">The value, in words.</param>
/// <param name="WithoutHref">The list without this filter.</param>
public sealed record FilterChip(string Name, string Value, string WithoutHref);
