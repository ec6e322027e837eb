using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>A workload as a suggestion sees it: pods that share an owner.</summary>
/// <param name="Title"><c>namespace/name[Kind]</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Labels">Labels that every one of its pods has and that a roll-out does not change.</param>
/// <param name="Members">Its pods.</param>
internal sealed record NeedyWorkload(string Title, string Name, string Namespace, StringMap Labels, IReadOnlyList<NetworkMember> Members);

/// <summary>A connection to keep open. No peers means every peer.</summary>
internal sealed record NetworkNeed(IReadOnlyList<NetworkPolicyPeer>? Peers, PortSet Ports, string Reason);
