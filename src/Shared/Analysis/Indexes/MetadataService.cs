using System.Collections.Frozen;
using System.Net;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Addresses at which cloud providers hand a machine's credentials to whoever asks from it.</summary>
internal static class MetadataService
{
    private static readonly IPAddress[] Addresses =
        [IPAddress.Parse("169.254.169.254"), IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("fd20:ce::254"), IPAddress.Parse("100.100.100.200")];

    /// <summary>Schemes of <c>spec.providerID</c> of providers that have such a service.</summary>
    private static readonly FrozenSet<string> Providers = new[]
    {
        "aws", "azure", "gce", "openstack", "digitalocean", "hcloud", "alicloud", "linode", "vultr", "scaleway", "qcloud", "tencentcloud",
        "exoscale", "ibm", "oci",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a node is a machine of a cloud provider. Alibaba (<c>region.i-…</c>) and Oracle (<c>ocid1.…</c>) write no scheme.</summary>
    public static bool IsCloud(Node node) => node.Spec.ProviderID is { } id
        && (id.IndexOf("://", StringComparison.Ordinal) is var at and > 0
            ? Providers.Contains(id[..at])
            : id.StartsWith("ocid1.", StringComparison.Ordinal) || id.Contains(".i-", StringComparison.Ordinal));

    /// <summary>Whether an egress rule lets its pods connect to the service on port 80; names the address, null when it does not.</summary>
    public static string? OpenedBy(NetworkPolicyRule rule)
    {
        if (rule.Ports.Count > 0 && !rule.Ports.Any(IsWeb))
            return null;
        if (rule.To is null or [])
            return Addresses[0].ToString();
        foreach (var peer in rule.To)
            if (peer.IpBlock is { } block && IPNetwork.TryParse(block.Cidr, out var network))
                foreach (var address in Addresses)
                    if (Holds(network, address) && !block.Except.Any(hole => IPNetwork.TryParse(hole, out var except) && Holds(except, address)))
                        return address.ToString();
        return null;
    }

    /// <summary>Whether a policy of the Network Policy API beside NetworkPolicy, or one of Cilium, has a rule that denies the first address.</summary>
    public static bool DeniedBy(KubeObject policy) => policy switch
    {
        AdminNetworkPolicy { Spec: var spec } => spec.Field("egress").Items().Any(rule => rule.Text("action") == "Deny"
            && rule.Field("to").Items().Any(peer => peer.Field("networks").Texts().Any(HoldsFirst))),
        GenericObject { Group: "cilium.io" } cilium => cilium.Specs.Items().Prepend(cilium.Spec).Any(spec => spec.Field("egressDeny").Items().Any(rule =>
            rule.Field("toCIDR").Texts().Concat(rule.Field("toCIDRSet").Items().Select(set => set.Text("cidr")).OfType<string>()).Any(HoldsFirst))),
        _ => false,
    };

    /// <summary>
    /// Whether a policy of the tier above NetworkPolicy lets pods connect to the first address: of its rules for every port, the first that holds it says so.
    /// </summary>
    public static bool AllowedBy(KubeObject policy) => policy is AdminNetworkPolicy { Kind: not "BaselineAdminNetworkPolicy", Spec: var spec }
        && spec.Text("tier") != "Baseline"
        && spec.Field("egress").Items().FirstOrDefault(rule => !rule.Field("ports").HasContent() && !rule.Field("protocols").HasContent()
            && rule.Field("to").Items().Any(peer => peer.Field("networks").Texts().Any(HoldsFirst))).Text("action") is "Allow" or "Accept";

    private static bool HoldsFirst(string range) => IPNetwork.TryParse(range, out var network) && Holds(network, Addresses[0]);

    private static bool Holds(IPNetwork network, IPAddress address) => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address);

    /// <summary>Port absent means every port; a name may be any.</summary>
    private static bool IsWeb(NetworkPolicyPort port) => port.Protocol is null or "TCP"
        && (port.Port is null || !int.TryParse(port.Port, out var first) || first == 80 || (first < 80 && port.EndPort >= 80));
}
