using System.Collections.Frozen;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>How far a Service reaches beyond the cluster.</summary>
internal static class ServiceExposure
{
    /// <summary>Annotations by which cloud providers make a load balancer internal, with the values that do; an empty list accepts any value but "false".</summary>
    private static readonly FrozenDictionary<string, string[]> InternalAnnotations = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["service.beta.kubernetes.io/aws-load-balancer-internal"] = [],
        ["service.beta.kubernetes.io/aws-load-balancer-scheme"] = ["internal"],
        ["service.beta.kubernetes.io/azure-load-balancer-internal"] = ["true"],
        ["networking.gke.io/load-balancer-type"] = ["Internal"],
        ["cloud.google.com/load-balancer-type"] = ["Internal"],
        ["service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type"] = ["private"],
        ["service.beta.kubernetes.io/oci-load-balancer-internal"] = ["true"],
        ["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type"] = ["intranet"],
        ["service.kubernetes.io/qcloud-loadbalancer-internal-subnetid"] = [],
        ["service.beta.kubernetes.io/openstack-internal-load-balancer"] = ["true"],
        ["service.beta.kubernetes.io/cce-load-balancer-internal-vpc"] = ["true"],
        ["service.beta.kubernetes.io/do-loadbalancer-network"] = ["INTERNAL"],
        ["load-balancer.hetzner.cloud/disable-public-network"] = ["true"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private const string RangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";

    /// <summary>
    /// Why the load balancer of a Service is internal; null when it is public or nothing shows that it is not. A public address beats an annotation.
    /// </summary>
    public static string? InternalBecause(Service service)
    {
        var given = service.Status?.LoadBalancer?.Ingress ?? [];
        foreach (var address in given)
            if (NetworkAddress.IsPublic(address.Ip) == true)
                return null;
        foreach (var (key, value) in service.Metadata.Annotations)
            if (InternalAnnotations.TryGetValue(key, out var values)
                && (values.Length == 0 ? !string.Equals(value, "false", StringComparison.OrdinalIgnoreCase) : values.Contains(value, StringComparer.OrdinalIgnoreCase)))
                return $"annotation {key}: {value}";
        if (given.Count > 0)
            return given.All(address => NetworkAddress.IsPublic(address.Ip) == false) ? $"private address {given[0].Ip}" : null;
        return NetworkAddress.IsPublic(service.Spec.LoadBalancerIP) == false ? $"private address {service.Spec.LoadBalancerIP}" : null;
    }

    /// <summary>Source ranges of the load balancer: the field, or the older annotation when the field is empty.</summary>
    public static IReadOnlyList<string> SourceRanges(Service service) =>
        service.Spec.LoadBalancerSourceRanges is { Count: > 0 } ranges
            ? ranges
            : service.Metadata.Annotations[RangesAnnotation]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Whether anybody outside can open a connection to the load balancer.</summary>
    public static bool IsOpenLoadBalancer(Service service) =>
        service.Spec.Type == "LoadBalancer" && InternalBecause(service) is null && (SourceRanges(service) is { Count: 0 } || SourceRanges(service).Any(NetworkAddress.IsEverywhere));

    /// <summary>Whether the Service opens ports on nodes.</summary>
    public static bool OpensNodePorts(Service service) =>
        service.Spec.Type == "NodePort" || (service.Spec.Type == "LoadBalancer" && service.Spec.AllocateLoadBalancerNodePorts != false);
}
