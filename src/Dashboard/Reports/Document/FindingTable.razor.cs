using Microsoft.AspNetCore.Components;
using Posture.Store.Queries;

namespace Posture.Dashboard.Reports.Document;

/// <summary>Findings with the first place that decided each.</summary>
public sealed partial class FindingTable
{
    [Parameter, EditorRequired]
    public IReadOnlyList<FindingRow> Rows { get; set; } = [];

    [Parameter]
    public bool WithControl { get; set; }
}
