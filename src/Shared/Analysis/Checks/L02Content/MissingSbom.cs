using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>L2-IMG-SBOM-MISSING: neither a report in the cluster nor an attestation in the registry is a bill of materials of a running digest.</summary>
internal sealed class MissingSbom : RunningImageCheck
{
    private static readonly string[] Predicates = ["https://spdx.dev/Document", "https://cyclonedx.org/"];

    public override string Id => "L2-IMG-SBOM-MISSING";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<SbomReport>(), .. Kinds<ImageFacts>()];

    protected override void Evaluate(RunningImage image, Workload workload, ClusterView view, Judgement judgement)
    {
        if (view.Boms.Find(workload.Namespace, image.Digest) is { } report)
        {
            judgement.Note(image.Path, $"{report.Report.Components.Components.Count} components", $"Report {report.Name}.");
            return;
        }
        var attestations = view.FactsOf(image.Digest)?.Attestations;
        if (attestations?.FirstOrDefault(one => !one.IsOfOthers && Predicates.Any(type => one.PredicateType.StartsWith(type, StringComparison.OrdinalIgnoreCase))) is { } bom)
            judgement.Note(image.Path, bom.PredicateType, "Attached to the digest in the registry.");
        else if (Unmatched(view.Boms, image, workload, view) is { } reason)
            judgement.NotAssessed(reason);
        else if (attestations is not null || !view.Boms.IsEmpty)
            judgement.Fail(image.Path, "absent", "an SPDX or CycloneDX document of the digest",
                $"Container {image.Container} runs {image.Digest}, of which neither a report nor an attestation lists the components.");
        else
            judgement.NotAssessed($"The cluster holds no SbomReport, and the registry was not asked for {image.Digest}; {NoScanner}.");
    }
}
