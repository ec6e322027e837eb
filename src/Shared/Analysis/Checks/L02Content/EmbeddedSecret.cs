using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>L2-IMG-EMBEDDED-SECRET: a scanner found secret material inside a running image. Says where and by which rule, never what.</summary>
internal sealed class EmbeddedSecret : RunningImageCheck
{
    public override string Id => "L2-IMG-EMBEDDED-SECRET";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ExposedSecretReport>()];

    protected override string? Unavailable(ClusterView view) => view.SecretScans.IsEmpty ? $"The cluster holds no ExposedSecretReport; {NoScanner}." : null;

    protected override void Evaluate(RunningImage image, Workload workload, ClusterView view, Judgement judgement)
    {
        if (view.SecretScans.Find(workload.Namespace, image.Digest) is not { Report: var report } scan)
        {
            judgement.NotAssessed(Unmatched(view.SecretScans, image, workload, view) ?? $"No report of secret material exists for {image.Digest}, which container {image.Container} runs.");
            return;
        }
        foreach (var place in report.Secrets.Places)
            judgement.Fail($"{image.Path}: {place.Target}", place.RuleID ?? "a rule without an id", "no secret material in the image",
                $"Container {image.Container}: {place.Target} in the image holds what rule {place.RuleID} finds, report {scan.Name}.");
        if (report.Secrets.Count == 0 && report.Summary.Total > 0)
            judgement.Fail(image.Path, $"{report.Summary.Total} places", "no secret material in the image",
                $"Container {image.Container}: report {scan.Name} counts {report.Summary.Total} places of secret material.");
    }
}
