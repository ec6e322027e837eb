using Posture.Analysis.Catalogue;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>
/// L2-IMG-EOL-BASE: the distribution inside a running image is past the end of its service life. An image without one (distroless) passes. Where no scanner tells it, the repository and
/// tag of what the image is built on do, or its labels.
/// </summary>
internal sealed class EndOfLifeBase : RunningImageCheck
{
    private const string Expected = "a distribution that still gets fixes";

    public override string Id => "L2-IMG-EOL-BASE";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<VulnerabilityReport>(), .. Kinds<ImageFacts>()];

    public override bool DecidesWithoutReads => true;

    protected override void Evaluate(RunningImage image, Workload workload, ClusterView view, Judgement judgement)
    {
        if (view.Scans.Find(workload.Namespace, image.Digest) is { } scan)
            Evaluate(image, scan, judgement);
        else if (DistributionOf(image, workload, view) is var (distribution, told))
            Evaluate(image, distribution, told, view, judgement);
        else
            judgement.NotAssessed(view.Scans.IsEmpty ? $"The cluster holds no VulnerabilityReport, and the base of container {image.Container} names no distribution that is known; {NoScanner}."
                : Unmatched(view.Scans, image, workload, view) ?? $"No report exists for {image.Digest}, which container {image.Container} runs, and its base names no distribution that is known.");
    }

    private static void Evaluate(RunningImage image, VulnerabilityReport scan, Judgement judgement)
    {
        if (scan.Report.Os is { Eosl: true } system)
            judgement.Fail(image.Path, $"{system.Family} {system.Name}", Expected, $"Container {image.Container} is built on {system.Family} {system.Name}, which gets no more fixes, report {scan.Name}.");
        else if (scan.Report.Os is null)
            judgement.Note(image.Path, image.Digest, $"Report {scan.Name} finds no distribution in the image.");
    }

    private static void Evaluate(RunningImage image, Distribution distribution, string told, ClusterView view, Judgement judgement)
    {
        if (distribution.End < DateOnly.FromDateTime(view.Now.UtcDateTime))
            judgement.Fail(image.Path, $"{distribution.Name} {distribution.Release}", Expected,
                $"Container {image.Container} is built on {distribution.Name} {distribution.Release} ({told}), which gets no fixes since {distribution.End:yyyy-MM-dd}.");
        else
            judgement.Note(image.Path, $"{distribution.Name} {distribution.Release}", $"{told}; it gets fixes until {distribution.End:yyyy-MM-dd}.");
    }

    /// <summary>What the image stands on, the core first; then what it declares, its labels, and what it is itself.</summary>
    private static (Distribution Of, string Told)? DistributionOf(RunningImage image, Workload workload, ClusterView view)
    {
        var facts = view.FactsOf(image.Digest);
        foreach (var ancestor in facts?.Ancestors ?? [])
            if (ImageReference.Parse(ancestor.Repository) is { } known && Distribution.Of(known, ancestor.Tag) is { } core)
                return (core, $"by its {(ancestor.Layers is null ? "declaration" : "layers")}, on {ancestor.Repository}");
        if (ImageReference.Parse(facts?.Base?.Name ?? facts?.Labels?[L04Build.UndeclaredBase.NameLabel]) is { } declared && Distribution.Of(declared, declared.Tag) is { } named)
            return (named, "by its declaration");
        if (facts?.Labels is { } labels && Distribution.Of(labels) is { } labelled)
            return (labelled, "by its labels");
        foreach (var container in workload.Template.Containers())
            if (container.Container.Name == image.Container && view.ImageOf(container.Container.Image) is { } own && Distribution.Of(own, own.Tag) is { } itself)
                return (itself, "by its name");
        return null;
    }
}
