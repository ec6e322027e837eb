using Microsoft.AspNetCore.Components;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>How an image stands to what the line of its base has now, by icon, colour and word.</summary>
public sealed partial class RebuildMark
{
    [Parameter, EditorRequired]
    public RebuildState Value { get; set; }

    private string Colour => Value switch
    {
        RebuildState.Current => "pass",
        RebuildState.Outdated => "fail",
        RebuildState.Rebuilt => "manual",
        _ => "notassessed",
    };
}
