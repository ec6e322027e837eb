using System.Text;
using System.Text.Json.Nodes;
using Posture.Analysis.Remediation;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>Changes as a kustomization.yaml, and as the post-renderer of a HelmRelease of Flux.</summary>
internal static class KustomizeYaml
{
    /// <summary>A whole file; <paramref name="resources"/> are files beside it.</summary>
    public static string File(IReadOnlyList<KustomizePatch> patches, IReadOnlyList<string> resources)
    {
        var file = new JsonObject { ["apiVersion"] = "kustomize.config.k8s.io/v1beta1", ["kind"] = "Kustomization" };
        if (resources.Count > 0)
            file["resources"] = new JsonArray([.. resources.Select(name => (JsonNode)name)]);
        return ManifestYaml.Of(file) + (patches.Count > 0 ? "patches:\n" + Patches(patches) : "");
    }

    /// <summary>What goes into the HelmRelease: Flux runs Kustomize over what the chart rendered.</summary>
    public static string Flux(HelmRelease release, IReadOnlyList<KustomizePatch> patches) =>
        ManifestYaml.Of(new JsonObject
        {
            ["apiVersion"] = "helm.toolkit.fluxcd.io/v2",
            ["kind"] = "HelmRelease",
            ["metadata"] = new JsonObject { ["name"] = release.Name, ["namespace"] = release.Namespace },
        }) + "spec:\n  postRenderers:\n  - kustomize:\n      patches:\n" + Indented(Patches(patches), 6);

    /// <summary>File of a new object, beside the kustomization.</summary>
    public static string FileName(JsonObject manifest)
    {
        var name = $"{manifest["kind"]}-{manifest["metadata"]?["name"]}".ToLowerInvariant();
        return string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '-')) + ".yaml";
    }

    /// <summary>Each patch is a text of its own inside the file, as a literal block.</summary>
    private static string Patches(IReadOnlyList<KustomizePatch> patches)
    {
        var text = new StringBuilder();
        foreach (var patch in patches)
            text.Append(ManifestYaml.Of(new JsonArray(new JsonObject { ["target"] = patch.Target.DeepClone() })))
                .Append("  patch: |-\n").Append(Indented(ManifestYaml.Of(patch.Patch), 4));
        return text.ToString();
    }

    private static string Indented(string text, int width) =>
        string.Concat(text.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "\n" : $"{new string(' ', width)}{line}\n"));
}
