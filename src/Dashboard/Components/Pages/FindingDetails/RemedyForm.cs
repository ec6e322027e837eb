namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>Where a change is made: on the living object, or in what renders it.</summary>
public enum RemedyForm
{
    /// <summary>A patch of the living object.</summary>
    Kubectl,

    /// <summary>A patch in a kustomization.</summary>
    Kustomize,

    /// <summary>A change of the release; offered where Helm renders an object.</summary>
    Helm,
}
