using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>Ways from outside the cluster to a Service on which nothing shows TLS.</summary>
internal static class PlainExposure
{
    private const string GatewayApi = "gateway.networking.k8s.io";

    /// <summary>Ports opened on nodes or a load balancer that carry no sign of TLS.</summary>
    public static IEnumerable<ServicePort> OpenPorts(Service service) =>
        service.Spec.Type is "NodePort" or "LoadBalancer" ? service.Spec.Ports.Where(port => !IsTls(port)) : [];

    /// <summary>Whether a route reaches the Service without TLS; null when a Gateway it hangs on is not known.</summary>
    public static bool? IsPlain(KubeObject route, Service service, ClusterView view) => route switch
    {
        Ingress ingress => IsPlain(ingress, service),
        GatewayRoute { Kind: "HTTPRoute" or "GRPCRoute" or "TCPRoute" } gateway => IsPlain(gateway, view),
        GatewayRoute => false,
        GenericObject { Kind: "VirtualService" } => null, // the servers of its gateway decide
        GenericObject other => other.Spec.Field("tls") is not { } tls || JsonFields.Text(tls, "insecureEdgeTerminationPolicy") == "Allow",
        _ => false,
    };

    private static bool IsPlain(Ingress ingress, Service service)
    {
        if (ingress.Spec.DefaultBackend?.Service?.Name == service.Name && ingress.Spec.Tls.Count == 0)
            return true;
        foreach (var rule in ingress.Spec.Rules)
            if (rule.Http?.Paths.Any(path => path.Backend.Service?.Name == service.Name) == true && !ingress.Spec.Tls.Any(tls => Holds(tls, rule.Host)))
                return true;
        return false;
    }

    /// <summary>A certificate for <c>*.example.com</c> holds for one more label.</summary>
    private static bool Holds(IngressTls tls, string? host)
    {
        var parent = host?.IndexOf('.', StringComparison.Ordinal) is { } dot and > 0 ? $"*{host[dot..]}" : null;
        return tls.Hosts.Count == 0 || tls.Hosts.Any(covered => covered == host || covered == parent);
    }

    private static bool? IsPlain(GatewayRoute route, ClusterView view)
    {
        bool? plain = false;
        foreach (var parent in route.Spec.ParentRefs)
        {
            if (parent.Kind == "Service")
                continue; // a mesh, inside the cluster
            if (view.Inventory.Find(new(parent.Group ?? GatewayApi, parent.Kind ?? "Gateway"), parent.Namespace ?? route.Namespace, parent.Name) is not Gateway gateway)
                plain = null;
            else if (gateway.Spec.Listeners.Any(listener => (parent.SectionName is null || parent.SectionName == listener.Name)
                && (parent.Port is null || parent.Port == listener.Port) && listener.Protocol is not ("HTTPS" or "TLS")))
                return true;
        }
        return plain;
    }

    private static bool IsTls(ServicePort port) => port.Port is 443 or 8443 || port.TargetPort is "443" or "8443" or "https" || port.AppProtocol == "https"
        || port.Name?.StartsWith("https", StringComparison.Ordinal) == true;
}
