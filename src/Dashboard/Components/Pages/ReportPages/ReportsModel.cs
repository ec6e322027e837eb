using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Reports;

namespace Posture.Dashboard.Components.Pages.ReportPages;

/// <summary>What the page shows: the choice in the address and what its report would say.</summary>
/// <param name="Report">Numbers without findings.</param>
/// <param name="Visible">Every cluster that the viewer sees, slug and name, chosen or not.</param>
/// <param name="SeesAll">Whether the viewer sees the whole fleet.</param>
public sealed record ReportsModel(ReportModel Report, IReadOnlyList<(string Name, string DisplayName)> Visible, bool SeesAll)
{
    /// <summary>The address of a choice; defaults are left out.</summary>
    internal string Href(string? framework = null, IReadOnlyList<string>? clusters = null, IReadOnlyList<string>? namespaces = null, string? language = null) =>
        new ScopeInUrl(clusters ?? Report.Request.Clusters, namespaces ?? Report.Request.Namespaces).AppliedTo(Links.With(
            "/reports", ("fw", framework ?? Report.Request.Framework.Id), ("lang", language ?? Report.Request.Language)));
}
