using Posture.Analysis.Frameworks;
using Posture.Dashboard.Components.Pages;
using Posture.Model.Scoring;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Reports;

/// <summary>
/// A report's content, computed once: page, document, PDF and CSV only show it. <see cref="Hash"/> is the SHA-256 of the CSV's bytes, so whoever holds a printed
/// report can check the table that belongs to it.
/// </summary>
public sealed record ReportModel
{
    public required ReportRequest Request { get; init; }

    /// <summary>When the database was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the asker sees whole clusters; else own namespaces only.</summary>
    public required bool WholeClusters { get; init; }

    /// <summary>Whether findings are listed; else there are numbers only, which is all that the asker may see.</summary>
    public required bool ShowsNames { get; init; }

    public required IReadOnlyList<ReportClusterLine> Clusters { get; init; }

    /// <summary>Mean of the clusters' scores, stale ones left out.</summary>
    public required Score Score { get; init; }

    public required IReadOnlyList<GroupResult> Groups { get; init; }

    /// <summary>Each control of the framework that has a check or a result, once, over all clusters.</summary>
    public required IReadOnlyList<ControlResult> Controls { get; init; }

    /// <summary>Failing and excepted findings, worst first.</summary>
    public required IReadOnlyList<FindingRow> Findings { get; init; }

    public required IReadOnlyList<ReportReason> Reasons { get; init; }

    /// <summary>Hex digits; empty for a preview.</summary>
    public string Hash { get; init; } = "";

    public IEnumerable<RequirementResult> Requirements => Groups.SelectMany(group => group.Requirements);

    /// <summary>Verdicts of all controls of the framework, each control × object once.</summary>
    public VerdictCounts Counts => ReportCounts.Sum(Controls.Select(control => control.Counts));

    public int Of(ReportStatus status) => Requirements.Count(requirement => requirement.Status == status);
}

/// <summary>A cluster of a report with its score and the age of its data.</summary>
public sealed record ReportClusterLine(ReportCluster Cluster, ScoreSet? Scores, Freshness Freshness, VerdictCounts Counts);

/// <summary>A chapter of the framework.</summary>
public sealed record GroupResult(RequirementGroup Group, IReadOnlyList<RequirementResult> Requirements)
{
    public int Of(ReportStatus status) => Requirements.Count(requirement => requirement.Status == status);
}

/// <summary>An item of the framework and what its controls say.</summary>
/// <param name="Requirement">The item.</param>
/// <param name="Status">What it comes to.</param>
/// <param name="Counts">Verdicts of its controls and results of kube-bench together.</param>
/// <param name="Controls">Its controls.</param>
/// <param name="Benchmark">Results of kube-bench by node, for an item that only they decide; else null.</param>
public sealed record RequirementResult(
    Requirement Requirement, ReportStatus Status, VerdictCounts Counts, IReadOnlyList<ControlResult> Controls, VerdictCounts? Benchmark = null);

/// <summary>A control in the scope of the report.</summary>
/// <param name="Control">The control.</param>
/// <param name="HasCheck">False where the catalogue names it and no check evaluates it yet.</param>
/// <param name="HasResult">False where no object in scope has a verdict of it.</param>
/// <param name="Counts">Verdicts over all clusters.</param>
public sealed record ControlResult(Control Control, bool HasCheck, bool HasResult, VerdictCounts Counts);
