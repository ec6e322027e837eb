using Microsoft.AspNetCore.Components;
using Posture.Analysis.Provenance;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Who vouches for an image: signatures with their signers, and statements about its making.</summary>
public sealed partial class ImageTrustCard
{
    [Parameter, EditorRequired]
    public ImageDetail Model { get; set; } = default!;

    private ProvenanceState State => ProvenanceWords.StateOf(Model.Row.State);
}
