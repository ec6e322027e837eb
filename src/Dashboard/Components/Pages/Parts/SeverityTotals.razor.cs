using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>Open findings by severity, each number a link to its list.</summary>
public sealed partial class SeverityTotals
{
    private static readonly Severity[] Worst = [Severity.Critical, Severity.High, Severity.Medium, Severity.Low];

    [Parameter, EditorRequired]
    public SeverityCounts Counts { get; set; }

    /// <summary>The list of all of them.</summary>
    [Parameter, EditorRequired]
    public FindingsState List { get; set; } = default!;

    private string HrefOf(Severity severity) => (List with { Severities = [severity] }).Href;
}
