using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Catalogue;

/// <summary>
/// Components that their projects have given up. Sources: the archive notices of helm/helm (Helm 2, November 2020), kubernetes/ingress-nginx (March 2026),
/// kubernetes/dashboard (January 2026) and kubernetes-retired/kubefed (April 2023), read in August 2026.
/// </summary>
internal static class RetiredComponents
{
    private const string Gateway = "a maintained ingress controller or Gateway API implementation";

    private static readonly RetiredRow[] Rows =
    [
        new("ingress-nginx", new(2026, 3, 31), Gateway, false,
            ["ingress-nginx/controller", "ingress-nginx/controller-chroot", "kubernetes-ingress-controller/nginx-ingress-controller"], []),
        new("Kubernetes Dashboard", new(2026, 1, 31), "Headlamp", false,
            [
                "kubernetesui/dashboard", "kubernetesui/dashboard-web", "kubernetesui/dashboard-api", "kubernetesui/dashboard-auth",
                "google_containers/kubernetes-dashboard-amd64", "kubernetes-dashboard-amd64",
            ], []),
        new("Helm 2 Tiller", new(2020, 11, 13), "Helm 3 or later", true, ["tiller"], []),
        new("KubeFed", new(2023, 4, 25), "Karmada or Open Cluster Management", false, ["kubernetes-multicluster/kubefed"],
            ["core.kubefed.io", "types.kubefed.io"]),
    ];

    /// <summary>The retired component an image is of; its repository equals an entry or ends in it on a "/" boundary.</summary>
    public static RetiredRow? OfImage(ImageReference image)
    {
        foreach (var row in Rows)
            foreach (var repository in row.Images)
                if (image.Path.EndsWith(repository, StringComparison.Ordinal)
                    && (image.Path.Length == repository.Length || image.Path[image.Path.Length - repository.Length - 1] == '/'))
                    return row;
        return null;
    }

    /// <summary>The retired component that labels its pods so, whatever image it was rebuilt as: Helm 2 installed Tiller with these two.</summary>
    public static RetiredRow? OfLabels(StringMap labels) => labels["app"] == "helm" && labels["name"] == "tiller" ? Array.Find(Rows, row => row.Critical) : null;

    /// <summary>The retired component whose API group it is.</summary>
    public static RetiredRow? OfGroup(string? group) => Array.Find(Rows, row => row.Groups.Contains(group));
}

/// <summary>One retired component.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Since">Day after which no fixes come.</param>
/// <param name="Successor">What to move to.</param>
/// <param name="Critical">Dangerous by design, not only unmaintained.</param>
/// <param name="Images">Ends of its image repositories.</param>
/// <param name="Groups">API groups of its kinds.</param>
internal sealed record RetiredRow(string Name, DateOnly Since, string Successor, bool Critical, string[] Images, string[] Groups);
