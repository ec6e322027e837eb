using Microsoft.AspNetCore.Components;
using Posture.Analysis.Remediation;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>The change for those who build their objects with Kustomize.</summary>
public sealed partial class RemedyKustomize
{
    [Parameter, EditorRequired]
    public RemedyModel Model { get; set; } = default!;

    private IReadOnlyList<KustomizePatch> Patches => KustomizePatch.Of(Model.Remedy, Model.Object);
}
