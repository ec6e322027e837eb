using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>
/// L2-IMG-TOOLING: a running image holds a package that the policy does not want, or, in production, a download tool beside a package manager. NIST SP 800-190 wants
/// no remote administration in containers at all.
/// </summary>
internal sealed class ImageTooling : RunningImageCheck
{
    private static readonly string[] Downloaders = ["curl", "curl-minimal", "wget", "wget2"];
    private static readonly string[] PackageManagers = ["apt", "apk-tools", "dnf", "dnf5", "microdnf", "tdnf", "yum", "zypper", "pacman"];

    public override string Id => "L2-IMG-TOOLING";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<SbomReport>()];

    protected override string? Unavailable(ClusterView view) => view.Boms.IsEmpty ? $"The cluster holds no SbomReport; {NoScanner}." : null;

    protected override void Evaluate(RunningImage image, Workload workload, ClusterView view, Judgement judgement)
    {
        if (view.Boms.Find(workload.Namespace, image.Digest) is not { } report)
        {
            judgement.NotAssessed($"No bill of materials exists for {image.Digest}, which container {image.Container} runs.");
            return;
        }
        var components = report.Report.Components.Components;
        foreach (var package in components.Packages)
            if (view.Policy.UnwantedPackages.Contains(package))
                judgement.Fail(image.Path, package, "not in the image", $"Container {image.Container}: the image holds {package}, report {report.Name}.");
        if (PosturePolicy.Names(view.Policy.ProductionNamespaces, workload.Namespace)
            && First(components, Downloaders) is { } downloader && First(components, PackageManagers) is { } manager)
            judgement.Fail(image.Path, $"{downloader} and {manager}", "no download tool beside a package manager",
                $"Container {image.Container} runs in production and can fetch ({downloader}) and install ({manager}) programs, report {report.Name}.");
        if (components.Left > 0)
            judgement.NotAssessed($"Report {report.Name} lists more packages than are kept, so not all could be compared.");
    }

    private static string? First(ComponentList components, string[] names) => Array.Find(names, components.Packages.Contains);
}
