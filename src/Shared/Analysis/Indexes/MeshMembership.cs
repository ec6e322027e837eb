using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Whether a namespace is in a service mesh, by the marks that meshes ask for. Whether the mesh insists on TLS is another question.</summary>
internal static class MeshMembership
{
    /// <summary>The mark; null when the namespace has none.</summary>
    public static string? Of(Namespace ns)
    {
        var labels = ns.Metadata.Labels;
        return labels["istio-injection"] == "enabled" ? "istio-injection"
            : labels["istio.io/dataplane-mode"] == "ambient" ? "istio.io/dataplane-mode"
            : labels.ContainsKey("istio.io/rev") ? "istio.io/rev"
            : ns.Metadata.Annotations["linkerd.io/inject"] is "enabled" or "ingress" ? "linkerd.io/inject"
            : null;
    }
}
