using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>L2-IMG-EOL-BASE: the distribution inside a running image is past the end of its service life. An image without one (distroless) passes.</summary>
internal sealed class EndOfLifeBase : ScannedImageCheck
{
    public override string Id => "L2-IMG-EOL-BASE";

    protected override void Evaluate(RunningImage image, VulnerabilityReport scan, ClusterView view, Judgement judgement)
    {
        if (scan.Report.Os is { Eosl: true } system)
            judgement.Fail(image.Path, $"{system.Family} {system.Name}", "a distribution that still gets fixes",
                $"Container {image.Container} is built on {system.Family} {system.Name}, which gets no more fixes, report {scan.Name}.");
        else if (scan.Report.Os is null)
            judgement.Note(image.Path, image.Digest, $"Report {scan.Name} finds no distribution in the image.");
    }
}
