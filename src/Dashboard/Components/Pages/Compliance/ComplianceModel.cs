using Posture.Analysis.Frameworks;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Dashboard.Reports;

namespace Posture.Dashboard.Components.Pages.Compliance;

/// <summary>How the scope of the address stands per framework.</summary>
/// <param name="Reports">A report of each framework, all of one read.</param>
/// <param name="SeesAll">Whether the viewer sees the whole fleet.</param>
public sealed record ComplianceModel(IReadOnlyList<ReportModel> Reports, bool SeesAll)
{
    public bool IsEmpty => Reports.All(report => report.Clusters.Count == 0);
}

/// <summary>A framework with what each requirement comes to in the scope of the address.</summary>
/// <param name="Report">Numbers without findings.</param>
/// <param name="Statuses">Statuses that are shown; empty for all.</param>
public sealed record FrameworkModel(ReportModel Report, IReadOnlyList<ReportStatus> Statuses)
{
    /// <summary>Most values that an address may have of one key: with more controls a number has no list.</summary>
    private const int MaxControls = 20;

    internal IEnumerable<GroupResult> Shown => Report.Groups
        .Select(group => group with { Requirements = [.. group.Requirements.Where(result => Statuses.Count == 0 || Statuses.Contains(result.Status))] })
        .Where(group => group.Requirements.Count > 0);

    /// <summary>The failing findings of a requirement; null where the address would not hold all its controls.</summary>
    internal string? Failing(RequirementResult result) => result.Controls.Count > MaxControls ? null
        : new FindingsState { Clusters = Report.Request.Clusters, Namespaces = Report.Request.Namespaces, Controls = [.. result.Controls.Select(control => control.Control.Id)] }.Href;

    internal string Href(IEnumerable<ReportStatus> statuses) => ComplianceLinks.Framework(
        Report.Request.Framework, new(Report.Request.Clusters, Report.Request.Namespaces), statuses.Select(status => ("status", (string?)ReportRules.Word(status))));
}

/// <summary>Addresses of frameworks.</summary>
internal static class ComplianceLinks
{
    public static string Framework(Framework framework, ScopeInUrl within, IEnumerable<(string, string?)> more) =>
        within.AppliedTo(Links.With("/compliance/" + framework.Id, more));

    public static string Report(Framework framework, ScopeInUrl within) => within.AppliedTo(Links.With("/reports", ("fw", framework.Id)));

    public static string Controls(Framework framework) => Links.With("/controls", ("fw", framework.Id));
}
