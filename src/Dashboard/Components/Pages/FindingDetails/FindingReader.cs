using System.Text.Encodings.Web;
using System.Text.Json;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Remediation;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>Reads one finding with everything beside it; null when it never was or is not visible.</summary>
internal sealed class FindingReader(FindingsQuery findings, ClusterQuery clusters, ObjectQuery objects, TallyQuery tallies, RemedyReader remedies, ImageQuery images)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<FindingModel?> ReadAsync(ViewScope scope, string fingerprint, CancellationToken cancellationToken)
    {
        if (await findings.GetAsync(scope, fingerprint, cancellationToken) is not { } detail)
            return null;
        var finding = detail.Row.Finding;
        // The state that was judged: a closed period includes its begin and not its end.
        var judged = await objects.GetAsync(scope, finding.Cluster, finding.Object, detail.Row.To is null ? null : detail.Row.From, cancellationToken);
        var present = detail.Row.To is null || await objects.GetAsync(scope, finding.Cluster, finding.Object, null, cancellationToken) is not null;
        var cluster = await clusters.FindAsync(scope, finding.Cluster, cancellationToken);
        var failing = finding.Verdict == Verdict.Fail && detail.Row.To is null;
        var remedy = failing ? await remedies.ReadAsync(scope, finding, cancellationToken) : null;
        return new(
            detail,
            ControlCatalogue.Default.Find(finding.Control),
            ControlWords.Guidance(finding.Control),
            judged is null ? null : Pretty(judged),
            !present,
            failing && !finding.System ? await GainsAsync(scope, finding, cancellationToken) : [],
            remedy,
            failing && remedy is null ? RemedyBook.NoPatch(finding.Control) : null,
            finding.Layer is Layer.Content or Layer.Registries or Layer.Build ? await images.OfWorkloadAsync(scope, finding.Cluster, finding.Object, cancellationToken) : [],
            cluster?.CollectedAt);
    }

    private async Task<IReadOnlyList<FindingGain>> GainsAsync(ViewScope scope, Finding finding, CancellationToken cancellationToken)
    {
        var rows = await tallies.ListAsync(scope, [finding.Cluster], [], null, cancellationToken);
        var gains = new List<FindingGain>();
        if (finding.ScopeNamespace.Length > 0)
            Add(gains, [.. rows.Where(row => row.Namespace == finding.ScopeNamespace)], finding, finding.ScopeNamespace);
        if (scope.IsAll)
            Add(gains, rows, finding, ns: null);
        return gains;
    }

    private static void Add(List<FindingGain> gains, IReadOnlyList<TallyRow> rows, Finding finding, string? ns)
    {
        var (now, then) = (ScoreSheet.Of(rows), ScoreSheet.Of(ScoreSheet.Fixed(rows, finding.Control, finding.ScopeNamespace)));
        if (now is null || then is null)
            return;
        if (now.Scope.Value is { } before && then.Scope.Value is { } after)
            gains.Add(new(null, ns, before, after));
        if (now.Layers.GetValueOrDefault(finding.Layer)?.Value is { } layerBefore && then.Layers.GetValueOrDefault(finding.Layer)?.Value is { } layerAfter)
            gains.Add(new(finding.Layer, ns, layerBefore, layerAfter));
    }

    private static string Pretty(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Indented);
    }
}
