using System.Text.Json;

namespace Posture.Model.Inventory;

/// <summary>networking.k8s.io/v1 NetworkPolicy.</summary>
public sealed record NetworkPolicy : KubeObject
{
    public NetworkPolicySpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>PolicyTypes absent means Ingress, plus Egress when egress rules exist. Ingress and Egress are null when the field is absent.</summary>
public sealed record NetworkPolicySpec
{
    public LabelSelector PodSelector { get; set => field = value ?? new(); } = new();
    public IReadOnlyList<string> PolicyTypes { get; set => field = value ?? []; } = [];
    public IReadOnlyList<NetworkPolicyRule>? Ingress { get; set; }
    public IReadOnlyList<NetworkPolicyRule>? Egress { get; set; }
}

/// <summary>From for ingress, To for egress; null means every peer.</summary>
public sealed record NetworkPolicyRule
{
    public IReadOnlyList<NetworkPolicyPeer>? From { get; set; }
    public IReadOnlyList<NetworkPolicyPeer>? To { get; set; }
    public IReadOnlyList<NetworkPolicyPort> Ports { get; set => field = value ?? []; } = [];
}

/// <summary>Either an address block or selectors.</summary>
public sealed record NetworkPolicyPeer
{
    public LabelSelector? PodSelector { get; set; }
    public LabelSelector? NamespaceSelector { get; set; }
    public IpBlock? IpBlock { get; set; }
}

/// <summary>An address block with holes.</summary>
public sealed record IpBlock
{
    public string Cidr { get; set => field = value ?? ""; } = "";
    public IReadOnlyList<string> Except { get; set => field = value ?? []; } = [];
}

/// <summary>Port is a number or a name.</summary>
public sealed record NetworkPolicyPort
{
    public string? Port { get; set; }
    public int? EndPort { get; set; }
    public string? Protocol { get; set; }
}

/// <summary>policy.networking.k8s.io AdminNetworkPolicy, BaselineAdminNetworkPolicy or ClusterNetworkPolicy (told apart by Kind).</summary>
public sealed record AdminNetworkPolicy : KubeObject
{
    public JsonElement? Spec { get; set; }
}
