using Posture.Model.Verdicts;

namespace Posture.Store.Queries;

/// <summary>A stored finding.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Since">Since when it has this verdict, without interruption.</param>
/// <param name="From">Since when it reads exactly like this.</param>
/// <param name="To">When that ended; null while it is current.</param>
public sealed record FindingRow(Finding Finding, DateTimeOffset Since, DateTimeOffset From, DateTimeOffset? To);

/// <summary>A finding with its past.</summary>
/// <param name="Row">The current row; the last one when the finding is gone.</param>
/// <param name="History">Verdict periods, newest first, at most 200.</param>
public sealed record FindingDetail(FindingRow Row, IReadOnlyList<VerdictPeriod> History);

/// <summary>A time in which a finding had one verdict. Between two periods the object or its control did not exist.</summary>
public sealed record VerdictPeriod(Verdict Verdict, DateTimeOffset From, DateTimeOffset? To, string Message);

/// <summary>Counts for filter chips. Each dimension is counted under all the other filters, leaving out its own, so that a chip says what choosing it would show.</summary>
public sealed record FindingFacets(
    IReadOnlyDictionary<Verdict, long> Verdicts,
    IReadOnlyDictionary<Severity, long> Severities,
    IReadOnlyDictionary<Layer, long> Layers);
