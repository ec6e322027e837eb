using Posture.Analysis.Catalogue;
using Posture.Analysis.Frameworks;
using Posture.Dashboard.Components.Pages;
using Posture.Model.Scoring;
using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Dashboard.Reports;

/// <summary>Makes the content of a report from one read of the database.</summary>
internal sealed class ReportReader(ReportQuery query, TimeProvider time)
{
    /// <summary>The numbers of a report without its findings, for the page that offers it.</summary>
    public Task<ReportModel> PreviewAsync(ViewScope scope, ReportRequest request, CancellationToken cancellationToken) => ReadAsync(scope, request, [], cancellationToken);

    /// <summary>The whole report, with its table and the hash over it.</summary>
    public async Task<(ReportModel Model, byte[] Csv)> ReadAsync(ViewScope scope, ReportRequest request, CancellationToken cancellationToken)
    {
        var controls = request.Framework.Requirements.SelectMany(requirement => requirement.Controls).Select(control => control.Id).Distinct();
        var model = await ReadAsync(scope, request, [.. controls], cancellationToken);
        var csv = ReportCsv.Write(model);
        return (model with { Hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(csv)) }, csv);
    }

    private async Task<ReportModel> ReadAsync(ViewScope scope, ReportRequest request, IReadOnlyCollection<string> controls, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var data = await query.ReadAsync(scope, request.Clusters, request.Namespaces, controls, cancellationToken);
        var results = data.Counts.GroupBy(count => count.Control, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => ReportCounts.Sum(group.Select(count => count.Counts)), StringComparer.Ordinal);
        List<GroupResult> groups = [.. request.Framework.Groups.Select(group => new GroupResult(group, [.. group.Requirements.Select(item => Result(item, results))]))];
        List<ControlResult> own =
        [
            .. groups.SelectMany(group => group.Requirements).SelectMany(requirement => requirement.Controls)
                .DistinctBy(control => control.Control.Id).OrderBy(control => control.Control.Id, StringComparer.Ordinal),
        ];
        var named = own.Select(control => control.Control.Id).ToHashSet(StringComparer.Ordinal);
        List<ReportClusterLine> lines =
        [
            .. data.Clusters.Select(cluster => new ReportClusterLine(
                cluster,
                ScoreSheet.Of(data.Counts.Where(count => count.Cluster == cluster.Name)),
                FreshnessRules.Of(cluster.CollectedAt, now),
                ReportCounts.Sum(data.Counts.Where(count => count.Cluster == cluster.Name && named.Contains(count.Control)).Select(count => count.Counts)))),
        ];
        return new()
        {
            Request = request,
            At = now,
            WholeClusters = scope.IsAll && request.Namespaces.Count == 0,
            Clusters = lines,
            Score = ScoreSheet.Mean(lines.Where(line => line.Freshness != Freshness.LeftOut).Select(line => line.Scores?.Scope).OfType<Score>()),
            Groups = groups,
            Controls = own,
            Findings = data.Findings,
            Reasons = data.Reasons,
        };
    }

    private static RequirementResult Result(Requirement requirement, Dictionary<string, VerdictCounts> results)
    {
        List<ControlResult> controls =
        [
            .. requirement.Controls.Select(control => new ControlResult(
                control, ControlCatalogue.Default.CheckOf(control.Id) is not null, results.ContainsKey(control.Id), results.GetValueOrDefault(control.Id, ReportCounts.None))),
        ];
        var counts = ReportCounts.Sum(controls.Select(control => control.Counts));
        return new(requirement, ReportRules.Of(requirement, controls, counts), counts, controls);
    }
}
