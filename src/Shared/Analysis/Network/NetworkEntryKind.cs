namespace Posture.Analysis.Network;

/// <summary>What answers outside of the cluster, and so is the source of the connection to the pod.</summary>
public enum NetworkEntryKind
{
    /// <summary>An ingress controller, for an Ingress or an OpenShift Route.</summary>
    IngressController = 0,
    /// <summary>A Gateway, of the Gateway API or of Istio.</summary>
    Gateway = 1,
    /// <summary>A load balancer, the nodes (NodePort) or an external address: the source is an address outside of the cluster, or a node.</summary>
    Service = 2,
}
