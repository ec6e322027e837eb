using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation;

/// <summary>The Helm release that renders an object, as far as labels and annotations tell (documentation of Helm 3 and Flux 2).</summary>
/// <param name="Name">Name of the release; of Flux's HelmRelease when that writes it.</param>
/// <param name="Namespace">Where the release is kept; the object's own namespace when nothing says.</param>
/// <param name="Chart">Chart and version, as its label gives them; empty when it has none.</param>
/// <param name="ByFlux">A HelmRelease object of Flux installs it.</param>
public sealed record HelmRelease(string Name, string Namespace, string Chart, bool ByFlux)
{
    /// <summary>The release of an object; null when nothing marks one.</summary>
    public static HelmRelease? Of(JsonObject document)
    {
        var own = Text(document, "namespace");
        var chart = Text(document, "labels", "helm.sh/chart");
        if (Text(document, "labels", "helm.toolkit.fluxcd.io/name") is { Length: > 0 } flux)
            return new(flux, Or(Text(document, "labels", "helm.toolkit.fluxcd.io/namespace"), own), chart, ByFlux: true);
        if (Text(document, "annotations", "meta.helm.sh/release-name") is { Length: > 0 } name)
            return new(name, Or(Text(document, "annotations", "meta.helm.sh/release-namespace"), own), chart, ByFlux: false);
        return Text(document, "labels", "app.kubernetes.io/managed-by") == "Helm" && Text(document, "labels", "app.kubernetes.io/instance") is { Length: > 0 } instance
            ? new(instance, own, chart, ByFlux: false)
            : null;
    }

    /// <summary>Prints what the release rendered, each object below the line <c># Source:</c> that names its template, and then the values in force.</summary>
    public string Inspect => $"helm get manifest {Release}\nhelm get values {Release} --all";

    /// <summary>Renders the release anew with a change after the chart's templates; the chart's address is not known here.</summary>
    public string Upgrade => $"helm upgrade {Kubectl.Word(Name)} CHART{Kubectl.In(Namespace)} --reuse-values --post-renderer ./kustomize.sh";

    /// <summary>The program that Helm 3 calls with what it rendered.</summary>
    public const string PostRenderer = "#!/bin/sh\n# kustomize.sh, beside kustomization.yaml\ncat > all.yaml\nkubectl kustomize .";

    private string Release => Kubectl.Word(Name) + Kubectl.In(Namespace);

    private static string Text(JsonObject document, params string[] steps) =>
        FieldPath.Get(document, ["metadata", .. steps]).Text() ?? "";

    private static string Or(string first, string second) => first.Length > 0 ? first : second;
}
