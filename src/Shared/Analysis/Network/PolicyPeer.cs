using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>One peer of a rule: an address block, or namespaces and pods. Without a selector of namespaces the policy's own namespace is meant.</summary>
internal sealed record PolicyPeer(string Own, LabelSelector? Namespaces, LabelSelector? Pods, AddressBlock? Block)
{
    public bool Matches(NetworkClass end)
    {
        if (Block is not null)
            return end.Blocks.Contains(Block);
        if (end.Kind is not (NetworkClassKind.Pods or NetworkClassKind.Controller))
            return false;
        if (Namespaces is null ? end.Namespace != Own : !Namespaces.Matches(end.NamespaceLabels))
            return false;
        return Pods is null || Pods.Matches(end.Labels);
    }
}
