using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Command lines of the control plane as its pods in kube-system show them (rule R9). A component without a visible pod (managed clusters, single-process
/// distributions, an external control plane) has no entry: what depends on its flags is not assessed. Files that no API server answered for may be manifests of
/// static pods, which often name no namespace: there a bare pod of any namespace, or a controller of kube-system or default, counts for a component that no pod
/// of kube-system shows. In a live cluster it never does, or a tenant's pod could speak for the API server.
/// </summary>
public sealed class ControlPlaneFlags
{
    internal const string Namespace = "kube-system";

    /// <summary>Controllers of a self-hosted control plane: their files stand for the pods they make.</summary>
    private static readonly KindRef[] SelfHosts = [new("apps", "Deployment"), new("apps", "DaemonSet"), new("apps", "StatefulSet")];

    private readonly ILookup<string, ComponentFlags> _components;

    internal ControlPlaneFlags(ClusterInventory inventory)
    {
        var found = new List<ComponentFlags>();
        var loose = new List<ComponentFlags>();
        foreach (var pod in inventory.All<Pod>())
        {
            var proper = pod.Namespace == Namespace;
            if (!proper && (inventory.ServerVersion is not null || pod.Metadata.OwnerReferences.Count > 0))
                continue;
            for (var i = 0; i < pod.Spec.Containers.Count; i++)
                if (ComponentCommand.Of(pod.Spec.Containers[i]) is { } command)
                    (proper ? found : loose).Add(new(command, pod, i));
        }
        foreach (var item in inventory.ServerVersion is null ? SelfHosts.SelectMany(inventory.All) : [])
            if (item.Namespace is Namespace or "default" && Workload.TemplateOf(item) is { } template)
                for (var i = 0; i < template.Spec.Containers.Count; i++)
                    if (ComponentCommand.Of(template.Spec.Containers[i]) is { } command)
                        loose.Add(new(command, new Pod { Metadata = item.Metadata, Spec = template.Spec }, i, $"{item.Kind}/{item.Name}: {template.Path}"));
        found.AddRange(loose.Where(flags => !found.Exists(held => held.Component == flags.Component)).ToList());
        _components = found.OrderBy(flags => flags.Pod.Name, StringComparer.Ordinal).ToLookup(flags => flags.Component, StringComparer.Ordinal);
    }

    /// <summary>Every visible instance of the API server, by pod name; a highly available control plane has several, and they may differ.</summary>
    public IEnumerable<ComponentFlags> ApiServers => Of("kube-apiserver");

    /// <summary>Every visible instance of a component (kube-apiserver, kube-controller-manager, kube-scheduler, etcd, kube-proxy, cloud-controller-manager, kubelet).</summary>
    public IEnumerable<ComponentFlags> Of(string component) => _components[component];

    /// <summary>Whether a changed object may be a control-plane pod, or is no pod: for <c>Check.Heeds</c>.</summary>
    public static bool Heeds(KubeObject changed) => changed is not Pod || changed.Namespace == Namespace;

    /// <summary>Why checks of a component's flags are not assessed when it has no visible pod.</summary>
    public static string Hidden(string component) => $"No {component} pod is visible in {Namespace}: its flags cannot be read through the API.";
}
