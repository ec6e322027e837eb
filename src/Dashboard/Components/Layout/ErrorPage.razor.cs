using System.Diagnostics;
using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Layout;

/// <summary>Shown instead of an exception: a reference that finds the log entry, never its text.</summary>
public sealed partial class ErrorPage
{
    [CascadingParameter]
    private HttpContext? Context { get; set; }

    private string Reference => Activity.Current?.TraceId.ToString() ?? Context?.TraceIdentifier ?? "";
}
