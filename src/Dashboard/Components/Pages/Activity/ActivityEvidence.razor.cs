using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Audit;

namespace Posture.Dashboard.Components.Pages.Activity;

/// <summary>How it can be told from outside that the log is whole: the key of its checkpoints, and the places that have every entry.</summary>
public sealed partial class ActivityEvidence
{
    [Parameter, EditorRequired]
    public AuditEvidence Evidence { get; set; } = default!;
}
