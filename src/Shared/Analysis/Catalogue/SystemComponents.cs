using System.Collections.Frozen;
using Posture.Analysis.Indexes;

namespace Posture.Analysis.Catalogue;

/// <summary>
/// Names of images that Kubernetes, its common distributions and network and storage plug-ins put into the system namespaces. The last part of the repository is
/// compared whole; prefixes end in a dash. Own list, by what the distributions document and ship.
/// </summary>
internal static class SystemComponents
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(StringComparer.Ordinal,
        "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "etcd", "coredns", "kube-dns", "pause", "kube-vip", "cloud-controller-manager",
        "metrics-server", "node-problem-detector", "k8s-dns-node-cache", "konnectivity-agent", "proxy-agent", "addon-resizer", "cluster-autoscaler",
        "cluster-proportional-autoscaler", "snapshot-controller", "descheduler", "hyperkube", "hardened-kubernetes", "rke2-runtime", "klipper-lb", "klipper-helm",
        "local-path-provisioner", "traefik", "cilium", "operator-generic", "hubble-relay", "hubble-ui", "cilium-envoy", "node", "cni", "kube-controllers", "typha",
        "flannel", "flannel-cni-plugin", "kube-router", "antrea-ubuntu", "antrea-agent-ubuntu", "kube-ovn", "multus-cni", "whereabouts", "sriov-cni",
        "weave-kube", "weave-npc", "amazon-k8s-cni", "amazon-k8s-cni-init", "aws-network-policy-agent", "eks-pod-identity-agent", "kindnetd",
        "livenessprobe", "nfs-subdir-external-provisioner", "cephcsi", "sealed-secrets-controller", "etcd-operator", "openstack-cloud-controller-manager");

    private static readonly string[] Prefixes =
    [
        "csi-", "kube-", "hardened-", "rke2-", "k3s-", "mirrored-", "azure-", "azuredisk-", "azurefile-", "aws-", "gke-", "gcp-", "calico-", "cilium-", "nginx-ingress-",
    ];

    /// <summary>Whether an image is of a known component, from whatever registry or mirror.</summary>
    public static bool Knows(ImageReference image)
    {
        var name = image.Path[(image.Path.LastIndexOf('/') + 1)..];
        return Names.Contains(name) || Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            || name.EndsWith("-csi-driver", StringComparison.Ordinal) || name.EndsWith("-csi-plugin", StringComparison.Ordinal);
    }
}
