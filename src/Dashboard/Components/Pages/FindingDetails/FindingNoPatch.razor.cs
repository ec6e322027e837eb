using Microsoft.AspNetCore.Components;
using Posture.Analysis.Remediation;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>Says why no change of an object is offered, so that nobody looks for one.</summary>
public sealed partial class FindingNoPatch
{
    [Parameter, EditorRequired]
    public NoPatchReason Reason { get; set; }
}
