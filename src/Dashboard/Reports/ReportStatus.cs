using Posture.Analysis.Frameworks;
using Posture.Store.Queries;

namespace Posture.Dashboard.Reports;

/// <summary>What the controls of a requirement say together. What is not known never counts as met.</summary>
public enum ReportStatus
{
    /// <summary>At least one object fails.</summary>
    NotMet,
    /// <summary>Nothing fails, but a part was not assessed or is a person's matter: the assessed part passes.</summary>
    Partly,
    /// <summary>Controls decide it wholly, every one has a result, and every assessed object passes or has an approved exception.</summary>
    Met,
    /// <summary>Only a person can say.</summary>
    Manual,
    /// <summary>Nothing in scope can have the problem.</summary>
    NotApplicable,
    /// <summary>No control speaks of it, or none of them could be assessed.</summary>
    NotAssessed,
}

/// <summary>From controls to the status of a requirement.</summary>
internal static class ReportRules
{
    /// <summary>
    /// The status of a requirement. Where its controls can decide a part only, their passing is never more than that part, and their not applying says nothing of the rest.
    /// </summary>
    public static ReportStatus Of(Requirement requirement, IReadOnlyList<ControlResult> controls, VerdictCounts counts) => Of(controls, counts) switch
    {
        ReportStatus.Met when !requirement.IsDecidedByControls => ReportStatus.Partly,
        ReportStatus.NotApplicable when !requirement.IsDecidedByControls => ReportStatus.NotAssessed,
        var said => said,
    };

    /// <summary>What controls, and results of kube-bench in <paramref name="counts"/>, say together, taken for the whole.</summary>
    internal static ReportStatus Of(IReadOnlyList<ControlResult> controls, VerdictCounts counts)
    {
        var good = counts.Pass + counts.Excepted;
        var unknown = counts.NotAssessed + counts.Error + controls.Count(control => !control.HasResult);
        return (counts.Fail, good, unknown, counts.Manual) switch
        {
            ( > 0, _, _, _) => ReportStatus.NotMet,
            (_, > 0, 0, 0) => ReportStatus.Met,
            (_, > 0, _, _) => ReportStatus.Partly,
            (_, _, 0, > 0) => ReportStatus.Manual,
            (_, _, 0, 0) when counts.NotApplicable + counts.Exempt > 0 => ReportStatus.NotApplicable,
            _ => ReportStatus.NotAssessed,
        };
    }

    /// <summary>The word in files: stable, in no language.</summary>
    public static string Word(ReportStatus status) => status switch
    {
        ReportStatus.NotMet => "not-met",
        ReportStatus.Partly => "partly-assessed",
        ReportStatus.Met => "met",
        ReportStatus.Manual => "manual",
        ReportStatus.NotApplicable => "not-applicable",
        _ => "not-assessed",
    };
}

/// <summary>Sums of verdicts.</summary>
internal static class ReportCounts
{
    public static readonly VerdictCounts None = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Results of kube-bench as verdicts of nodes.</summary>
    public static VerdictCounts Of(BenchmarkTally tally) =>
        None with { Pass = tally.Pass, Fail = tally.Fail, Manual = tally.Manual, NotApplicable = tally.NotApplicable, NotAssessed = tally.Unknown };

    public static VerdictCounts Sum(IEnumerable<VerdictCounts> all) => all.Aggregate(None, (sum, next) => new(
        sum.Pass + next.Pass, sum.Fail + next.Fail, sum.Manual + next.Manual, sum.Error + next.Error, sum.NotAssessed + next.NotAssessed,
        sum.NotApplicable + next.NotApplicable, sum.Exempt + next.Exempt, sum.Excepted + next.Excepted, sum.System + next.System));
}
