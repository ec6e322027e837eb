using Microsoft.AspNetCore.Components;
using Posture.Analysis.Provenance;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Who vouches for an image, by icon, colour and word.</summary>
public sealed partial class ImageStateMark
{
    [Parameter, EditorRequired]
    public ProvenanceState Value { get; set; }

    private string Colour => Value switch
    {
        ProvenanceState.Verified => "pass",
        ProvenanceState.OtherSigner => "manual",
        ProvenanceState.Invalid => "fail",
        ProvenanceState.NotSigned => "error",
        _ => "notassessed",
    };
}
