using Microsoft.AspNetCore.Components;
using Posture.Analysis.Provenance;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Why an image is in its state, and what to do.</summary>
public sealed partial class ImageReason
{
    [Parameter, EditorRequired]
    public ProvenanceState State { get; set; }

    /// <summary>What was found out; null where nobody looked.</summary>
    [Parameter, EditorRequired]
    public ImageFinding? Facts { get; set; }

    [Parameter, EditorRequired]
    public string? Digest { get; set; }

    private string? Advice => ImageWords.Advice(State, Facts?.Code, Digest, Facts is not null);
}
