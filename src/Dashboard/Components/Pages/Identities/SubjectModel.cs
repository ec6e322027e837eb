using Posture.Analysis.Access;
using Posture.Analysis.Identities;
using Posture.Store.Commands;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>What the page of one subject shows.</summary>
/// <param name="State">The address.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Answer">The subject; null while the cluster's owner does not answer.</param>
/// <param name="Paths">Its way to the whole cluster; null where there is no answer.</param>
/// <param name="Findings">Open findings on the bindings that name the subject, worst first, at most <see cref="SubjectReader.MaxFindings"/>.</param>
/// <param name="At">When it was answered.</param>
/// <param name="SeesAll">Whether the viewer may see the whole fleet.</param>
public sealed record SubjectModel(
    SubjectState State, Cluster Cluster, SubjectAnswer? Answer, AccessPathsAnswer? Paths, IReadOnlyList<FindingRow> Findings, DateTimeOffset At, bool SeesAll)
{
    /// <summary>Rules by the place where they hold; null for the whole cluster.</summary>
    public IEnumerable<IGrouping<string?, HeldRule>> Places => (Answer?.Rules ?? []).GroupBy(rule => rule.Namespace, StringComparer.Ordinal);
}
