using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>The change that makes the finding pass, in the form of whoever makes it; what else it does, and who writes the object.</summary>
public sealed partial class FindingRemedy
{
    [Parameter, EditorRequired]
    public RemedyModel Model { get; set; } = default!;

    private RemedyForm _form = RemedyForm.Kubectl;

    /// <summary>Helm only where a changed object is of a release.</summary>
    private IEnumerable<RemedyForm> Forms => Enum.GetValues<RemedyForm>().Where(form => form != RemedyForm.Helm || RemedyHelm.Releases(Model).Any());
}
