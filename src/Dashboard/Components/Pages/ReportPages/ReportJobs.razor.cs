using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Reports;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.ReportPages;

/// <summary>The viewer's reports: how far they are, what they say, their files.</summary>
public sealed partial class ReportJobs
{
    [Parameter, EditorRequired]
    public IReadOnlyList<ReportJob> Jobs { get; set; } = [];

    [Parameter]
    public EventCallback<Guid> OnDrop { get; set; }

    /// <summary>Text of a stable code.</summary>
    internal static string KeyOf(string code) => code switch
    {
        ReportCodes.ChromiumMissing => nameof(ReportsText.CodeChromiumMissing),
        ReportCodes.PrintFailed => nameof(ReportsText.CodePrintFailed),
        ReportCodes.PrintTimeout => nameof(ReportsText.CodePrintTimeout),
        ReportCodes.Timeout => nameof(ReportsText.CodeTimeout),
        ReportCodes.Stopped => nameof(ReportsText.CodeStopped),
        ReportCodes.QueueFull => nameof(ReportsText.CodeQueueFull),
        ReportCodes.TooMany => nameof(ReportsText.CodeTooMany),
        _ => nameof(ReportsText.CodeFailed),
    };

    private string Scope(ReportJob job)
    {
        var clusters = job.Request.Clusters.Count == 0 ? Loc[nameof(ReportsText.EveryCluster)].Value : string.Join(", ", job.Request.Clusters);
        return job.Request.Namespaces.Count == 0 ? clusters : $"{clusters} / {string.Join(", ", job.Request.Namespaces)}";
    }
}
