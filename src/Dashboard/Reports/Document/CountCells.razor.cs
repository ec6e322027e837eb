using Microsoft.AspNetCore.Components;
using Posture.Store.Queries;

namespace Posture.Dashboard.Reports.Document;

/// <summary>Cells of a row: pass, fail, excepted, manual, not assessed, error, not applicable, exempt.</summary>
public sealed partial class CountCells
{
    [Parameter, EditorRequired]
    public VerdictCounts Counts { get; set; } = default!;
}
