using Posture.Analysis.Catalogue;
using Posture.Analysis.Frameworks;
using Posture.Analysis.Policy;
using Posture.Dashboard.Components.Pages;
using Posture.Model.Scoring;
using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Dashboard.Reports;

/// <summary>Makes the content of a report from one read of the database.</summary>
internal sealed class ReportReader(ReportQuery query, TimeProvider time)
{
    /// <summary>The numbers of a report without its findings, for the page that offers it.</summary>
    public async Task<ReportModel> PreviewAsync(ViewScope scope, ReportRequest request, CancellationToken cancellationToken) =>
        Model(scope, request, await query.ReadAsync(scope, request.Clusters, request.Namespaces, [], cancellationToken));

    /// <summary>The numbers of every framework, of one moment.</summary>
    public async Task<IReadOnlyList<ReportModel>> OverviewAsync(
        ViewScope scope, IReadOnlyList<string> clusters, IReadOnlyList<string> namespaces, string language, CancellationToken cancellationToken)
    {
        var data = await query.ReadAsync(scope, clusters, namespaces, [], cancellationToken);
        return [.. Framework.All.Select(framework => Model(scope, new(framework, clusters, namespaces, language), data))];
    }

    /// <summary>The whole report, with its table and the hash over it.</summary>
    public async Task<(ReportModel Model, byte[] Csv)> ReadAsync(ViewScope scope, ReportRequest request, CancellationToken cancellationToken)
    {
        var controls = request.Framework.Requirements.SelectMany(requirement => requirement.Controls).Select(control => control.Id).Distinct();
        var model = Model(scope, request, await query.ReadAsync(scope, request.Clusters, request.Namespaces, [.. controls], cancellationToken));
        var csv = ReportCsv.Write(model);
        return (model with { Hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(csv)) }, csv);
    }

    private ReportModel Model(ViewScope scope, ReportRequest request, ReportData data)
    {
        var now = time.GetUtcNow();
        var results = data.Counts.GroupBy(count => count.Control, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => ReportCounts.Sum(group.Select(count => count.Counts)), StringComparer.Ordinal);
        var benchmarks = request.Framework.TakesBenchmarks ? Benchmarks(data, now) : [];
        List<GroupResult> groups =
        [
            .. request.Framework.Groups.Select(group => new GroupResult(group, [.. group.Requirements.Select(item => Result(item, results, benchmarks))])),
        ];
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
            ShowsNames = scope.ShowsNames,
            WholeClusters = scope.IsWhole && request.Namespaces.Count == 0,
            Clusters = lines,
            Score = ScoreSheet.Mean(lines.Where(line => line.Freshness != Freshness.LeftOut).Select(line => line.Scores?.Scope).OfType<Score>()),
            Groups = groups,
            Controls = own,
            Findings = data.Findings,
            Reasons = data.Reasons,
        };
    }

    private static List<BenchmarkItems> Benchmarks(ReportData data, DateTimeOffset now)
    {
        var runs = data.Benchmarks.ToLookup(run => run.Cluster, run => run.Report, StringComparer.Ordinal);
        var nodes = data.Nodes.ToLookup(node => node.Cluster, node => (node.Name, node.ControlPlane), StringComparer.Ordinal);
        var oldest = now.AddDays(-PosturePolicy.Default.BenchmarkDays);
        return [.. data.Clusters.Select(cluster => new BenchmarkItems(runs[cluster.Name], [.. nodes[cluster.Name]], oldest))];
    }

    private static RequirementResult Result(Requirement requirement, Dictionary<string, VerdictCounts> results, List<BenchmarkItems> benchmarks)
    {
        List<ControlResult> controls =
        [
            .. requirement.Controls.Select(control => new ControlResult(
                control, ControlCatalogue.Default.CheckOf(control.Id) is not null, results.ContainsKey(control.Id), results.GetValueOrDefault(control.Id, ReportCounts.None))),
        ];
        var counts = ReportCounts.Sum(controls.Select(control => control.Counts));
        if (!requirement.IsDecidedByBenchmark || benchmarks.Count == 0)
            return new(requirement, ReportRules.Of(requirement, controls, counts), counts, controls);
        var benchmark = ReportCounts.Sum(benchmarks.Select(cluster => ReportCounts.Of(cluster.Of(requirement.Id))));
        counts = ReportCounts.Sum([counts, benchmark]);
        return new(requirement, ReportRules.Of(controls, counts), counts, controls, benchmark);
    }
}
