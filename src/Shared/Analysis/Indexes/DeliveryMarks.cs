using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Marks by which delivery tools know what they made.</summary>
internal static class DeliveryMarks
{
    private static readonly string[] Git =
        ["argocd.argoproj.io/tracking-id", "argocd.argoproj.io/instance", "kustomize.toolkit.fluxcd.io/name", "helm.toolkit.fluxcd.io/name"];

    private static readonly string[] Any = [.. Git, "meta.helm.sh/release-name", "app.kubernetes.io/managed-by"];

    /// <summary>The label or annotation that names the tool or release; null when there is none.</summary>
    public static string? Of(ObjectMeta metadata) => First(metadata, Any);

    /// <summary>The same, of tools that deliver from Git.</summary>
    public static string? OfGit(ObjectMeta metadata) => First(metadata, Git);

    private static string? First(ObjectMeta metadata, string[] marks)
    {
        foreach (var mark in marks)
            if (!string.IsNullOrEmpty(metadata.Labels[mark]) || !string.IsNullOrEmpty(metadata.Annotations[mark]))
                return mark;
        return null;
    }
}
