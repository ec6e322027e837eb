using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>
/// Ends of connections that no policy of the cluster can tell apart: same namespace, same values of every label that some policy asks for, same named ports, same foreign policies,
/// addresses in the same blocks.
/// </summary>
public sealed class NetworkClass
{
    private readonly List<NetworkMember> _members = [];

    internal NetworkClass(int index, NetworkClassKind kind) => (Index, Kind) = (index, kind);

    /// <summary>Place in <see cref="Reachability.Classes"/>.</summary>
    public int Index { get; }

    public NetworkClassKind Kind { get; }

    /// <summary>Whether the pods are on the network of their node.</summary>
    public bool IsOnHost { get; internal init; }

    /// <summary>Namespace of the pods; empty for pods on the network of their node and for addresses.</summary>
    public string Namespace { get; internal init; } = "";

    public IReadOnlyList<NetworkMember> Members => _members;

    /// <summary>The addresses; empty for pods.</summary>
    public IReadOnlyList<AddressRange> Ranges { get; internal init; } = [];

    /// <summary>Labels that some policy asks for.</summary>
    internal StringMap Labels { get; init; } = StringMap.Empty;

    internal StringMap NamespaceLabels { get; init; } = StringMap.Empty;

    /// <summary>Named ports that some policy asks for.</summary>
    internal IReadOnlyList<NamedPort> Ports { get; init; } = [];

    /// <summary>Policies of Cilium or Calico that select these pods: present, not modelled.</summary>
    public IReadOnlyList<ObjectRef> NotModelled { get; internal init; } = [];

    internal BlockSet Blocks { get; init; } = BlockSet.Empty;

    internal void Add(NetworkMember member) => _members.Add(member);

    internal void Remove(ObjectRef source) => _members.RemoveAll(member => member.Source.Ref == source);
}
