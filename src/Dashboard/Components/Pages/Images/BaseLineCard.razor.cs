using Microsoft.AspNetCore.Components;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>A line of a base: what it has now, what images stand on, and which of them are behind.</summary>
public sealed partial class BaseLineCard
{
    [Parameter, EditorRequired]
    public BaseLine Line { get; set; } = default!;

    /// <summary>Unique on the page.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Parameter, EditorRequired]
    public RebuildsState State { get; set; } = new();

    private static string Short(string digest) => digest.Length > 19 ? digest[..19] + "…" : digest;
}
