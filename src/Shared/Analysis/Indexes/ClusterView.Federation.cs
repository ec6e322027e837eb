using Posture.Analysis.Federation;
using Posture.Model.Federation;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private ClusterDigest? _digest;
    private RightsDigest? _rights;
    private IReadOnlyDictionary<string, NamespaceDigest>? _namespaceDigests;
    private PolicySetDigest? _policyDigests;
    private ImageSetDigest? _imageDigests;
    private IReadOnlyList<string>? _authorities;
    private string? _kubelet;

    /// <summary>The other clusters of the fleet.</summary>
    public Fleet Fleet
    {
        get;
        internal set
        {
            field = value;
            Peers = [.. value.Others.Where(other => Policy.Compares(value.Environment, other.Environment))
                .Where(other => other.Digest is not null).Select(other => new Peer(other.Name, other.Environment, other.Digest!))];
        }
    } = Fleet.Alone;

    /// <summary>The clusters that this one is compared with: those that should be alike by the policy and have published a digest.</summary>
    public IReadOnlyList<Peer> Peers { get; private set; } = [];

    /// <summary>
    /// What this cluster publishes. Made of its inventory alone, so that judging the fleet never changes it; the same instance until something in it may have changed.
    /// </summary>
    public ClusterDigest Digest => _digest is { } held && held.Version == ServedVersion ? held : _digest = new(
        ServedVersion, _rights ??= RightsAspect.Of(this), _namespaceDigests ??= NamespaceAspect.Of(this), _policyDigests ??= PolicyAspect.Of(this),
        SignOnAspect.SignOn(this), _authorities ??= SignOnAspect.Authorities(this), SignOnAspect.Issuer(this), _imageDigests ??= ImageAspect.Of(this));

    /// <summary>The API server's version; without it that of the newest kubelet, which is never newer.</summary>
    private string? ServedVersion => Inventory.ServerVersion ?? ((_kubelet ??= Inventory.All<Node>().Select(node => node.Status.NodeInfo.KubeletVersion)
        .MaxBy(version => (MinorOf(version) ?? -1, version)) ?? "") is { Length: > 0 } kubelet ? kubelet : null);

    /// <summary>Share of the controls with any result of which nothing could be assessed; set before checks that judge it are asked.</summary>
    internal double UnknownShare { get; set; }

    /// <summary>What can be read changed: every part is made anew.</summary>
    internal void ForgetDigest() => (_digest, _rights, _namespaceDigests, _policyDigests, _imageDigests, _authorities) = (null, null, null, null, null, null);

    private void ApplyToDigest(InventoryChange change)
    {
        var kind = change.Kind;
        if (RightsAspect.Kinds.Contains(kind))
            (_digest, _rights) = (null, null);
        if (PodPolicyIndex.Kinds.Contains(kind) || NamespaceAspect.Sharing.Contains(kind))
            (_digest, _namespaceDigests) = (null, null);
        if (PolicyAspect.Holds(kind) || (change.Subject is ClusterRole && change.Subject.Name == ShippedAccess.ClusterAdmin))
            (_digest, _policyDigests) = (null, null);
        if (change.Subject is Pod { Namespace: ControlPlaneFlags.Namespace })
            (_digest, _namespaceDigests) = (null, null);
        if (change.Subject is Node)
            _kubelet = null;
        if (change.Subject is ConfigMap { Name: SignOnAspect.RootAuthority })
            (_digest, _authorities) = (null, null);
        if (Workload.Kinds.Contains(kind) && !(change is { Before: Pod before, After: Pod after } && RunsTheSame(before, after)))
            (_digest, _imageDigests) = (null, null);
    }

    /// <summary>Most changes of a pod are of its conditions.</summary>
    private static bool RunsTheSame(Pod before, Pod after) =>
        before.Metadata.Uid == after.Metadata.Uid
        && ImageIds(before).SequenceEqual(ImageIds(after))
        && before.Spec.Containers.Select(container => container.Image).SequenceEqual(after.Spec.Containers.Select(container => container.Image));

    private static IEnumerable<string?> ImageIds(Pod pod) =>
        (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []).Concat(pod.Status?.EphemeralContainerStatuses ?? []).Select(status => status.ImageID);
}
