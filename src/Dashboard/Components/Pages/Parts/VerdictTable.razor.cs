using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>Counts by verdict; each number leads to the findings it counts.</summary>
public sealed partial class VerdictTable
{
    private static readonly Verdict[] Verdicts =
        [Verdict.Fail, Verdict.Pass, Verdict.NotAssessed, Verdict.Error, Verdict.Manual, Verdict.Excepted, Verdict.Exempt, Verdict.NotApplicable];

    [Parameter, EditorRequired]
    public IReadOnlyList<VerdictLine> Rows { get; set; } = [];

    /// <summary>Head of the first column.</summary>
    [Parameter, EditorRequired]
    public string First { get; set; } = "";

    /// <summary>Id of the element that names the table.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>The count of one verdict.</summary>
    public static int Of(VerdictCounts counts, Verdict verdict) => verdict switch
    {
        Verdict.Pass => counts.Pass,
        Verdict.Fail => counts.Fail,
        Verdict.Manual => counts.Manual,
        Verdict.Error => counts.Error,
        Verdict.NotAssessed => counts.NotAssessed,
        Verdict.NotApplicable => counts.NotApplicable,
        Verdict.Exempt => counts.Exempt,
        _ => counts.Excepted,
    };
}

/// <summary>A row of counts.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Href">Its page.</param>
/// <param name="Counts">The counts.</param>
/// <param name="List">Its findings.</param>
public sealed record VerdictLine(string Name, string Href, VerdictCounts Counts, FindingsState List);
