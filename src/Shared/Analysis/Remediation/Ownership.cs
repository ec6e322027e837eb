using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation;

/// <summary>What writes an object: a change made past it is undone by its next run, so the change belongs into its source.</summary>
/// <param name="Tool">Helm, Argo CD, Flux, Operator Lifecycle Manager, Karmada, or the kind of an owning object.</param>
/// <param name="Name">Release, application, kustomization or owner.</param>
public sealed record Ownership(string Tool, string Name)
{
    /// <summary>Labels and annotations by which tools mark what they write (documentation of Helm 3, Argo CD resource tracking, Flux 2, OLM, Karmada).</summary>
    private static readonly (string Key, string Tool)[] Marks =
    [
        ("helm.toolkit.fluxcd.io/name", "Flux HelmRelease"),
        ("kustomize.toolkit.fluxcd.io/name", "Flux Kustomization"),
        ("argocd.argoproj.io/tracking-id", "Argo CD"),
        ("argocd.argoproj.io/instance", "Argo CD"),
        ("meta.helm.sh/release-name", "Helm"),
        ("olm.owner", "Operator Lifecycle Manager"),
        ("propagationpolicy.karmada.io/name", "Karmada"),
        ("clusterpropagationpolicy.karmada.io/name", "Karmada"),
    ];

    /// <summary>The owner of an object, or null when nothing marks one.</summary>
    public static Ownership? Of(JsonObject document)
    {
        foreach (var (key, tool) in Marks)
            foreach (var map in (string[])["labels", "annotations"])
                if (Text(document, "metadata", map, key) is { Length: > 0 } value)
                    return new(tool, tool == "Argo CD" ? value.Split(':')[0] : value);
        if (FieldPath.Get(document, ["metadata", "ownerReferences"]) is JsonArray owners)
            foreach (var owner in owners)
                if (owner is JsonObject one && one["controller"]?.GetValueKind() == System.Text.Json.JsonValueKind.True)
                    return new(Text(one, "kind") ?? "", Text(one, "name") ?? "");
        return Text(document, "metadata", "labels", "app.kubernetes.io/managed-by") is { Length: > 0 } manager ? new(manager, "") : null;
    }

    private static string? Text(JsonObject document, params string[] steps) =>
        FieldPath.Get(document, steps).Text();
}
