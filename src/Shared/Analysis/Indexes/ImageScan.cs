using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>What a scanner's report (trivy-operator's VulnerabilityReport) says of one image digest, reduced to what controls ask.</summary>
/// <param name="Report">Name of the report object.</param>
/// <param name="Digest">Digest of the image as the scanner saw it, <c>sha256:…</c>.</param>
/// <param name="UpdatedAt">Time of the scan; null when the report names none.</param>
/// <param name="FixableCritical">Ids of critical vulnerabilities for which a fixed version exists, each once, ordered.</param>
/// <param name="UnfixableCritical">Critical vulnerabilities without a fixed version.</param>
/// <param name="UnlistedCritical">Critical vulnerabilities that the summary counts and the list does not hold: nobody can say whether they can be fixed.</param>
public sealed record ImageScan(
    string Report, string Digest, DateTimeOffset? UpdatedAt, IReadOnlyList<string> FixableCritical, int UnfixableCritical, int UnlistedCritical)
{
    /// <summary>Reads a report; null when it names no digest, so that nothing can be joined with it.</summary>
    internal static ImageScan? Of(GenericObject report)
    {
        if (report.Report.Field("artifact").Text("digest") is not { Length: > 0 } digest)
            return null;
        var fixable = new SortedSet<string>(StringComparer.Ordinal);
        int listed = 0, unfixable = 0;
        foreach (var found in report.Report.Field("vulnerabilities").Items())
        {
            if (!string.Equals(found.Text("severity"), "CRITICAL", StringComparison.OrdinalIgnoreCase))
                continue;
            listed++;
            if (string.IsNullOrWhiteSpace(found.Text("fixedVersion")))
                unfixable++;
            else
                fixable.Add(found.Text("vulnerabilityID") ?? "a vulnerability without an id");
        }
        var counted = report.Report.Field("summary", "criticalCount") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var count) ? count : 0;
        DateTimeOffset? updated = report.Report.Field("updateTimestamp") is { ValueKind: JsonValueKind.String } time && time.TryGetDateTimeOffset(out var at) ? at : null;
        return new(report.Name, digest, updated, [.. fixable], unfixable, Math.Max(0, counted - listed));
    }
}
