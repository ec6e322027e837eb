using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>Says in a sentence what a verdict other than fail means, or how the finding ended.</summary>
public sealed partial class FindingNotice
{
    [Parameter, EditorRequired]
    public FindingModel Model { get; set; } = default!;

    private string? Key => Model.Finding.Verdict switch
    {
        Verdict.Pass => nameof(FindingText.Passes),
        Verdict.Excepted => nameof(FindingText.Excepted),
        Verdict.Exempt => nameof(FindingText.Exempt),
        Verdict.NotAssessed => nameof(FindingText.NotAssessed),
        Verdict.NotApplicable => nameof(FindingText.NotApplicable),
        Verdict.Manual => nameof(FindingText.Manual),
        Verdict.Error => nameof(FindingText.Broken),
        _ => null,
    };
}
