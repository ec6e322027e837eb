using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Store.Commands;

namespace Posture.Collectors.Pipeline;

/// <summary>
/// Objects that were stored earlier and that the source cannot give when the loop starts: a kind that is forbidden, a file that is broken. They stand as seen
/// last, as they would had the loop gone on; without this a restart would show their findings as resolved.
/// </summary>
internal sealed class KeptObjects(StoredObjects stored, Guid clusterId, ClusterInventory inventory)
{
    private readonly Dictionary<(KindRef Kind, string Namespace, string Name), ObjectRef> _byFile = [];

    /// <summary>Puts what is missing into the inventory and names it.</summary>
    public async Task<IReadOnlyCollection<ObjectRef>> RestoreAsync(bool incomplete, CancellationToken cancellationToken)
    {
        var unread = inventory.Coverage.Where(IsUnread).Select(kind => new KindRef(kind.Group, kind.Kind)).ToHashSet();
        if (!incomplete && unread.Count == 0)
            return [];
        var kept = new List<ObjectRef>();
        foreach (var item in await stored.ReadAsync(clusterId, null, cancellationToken).ConfigureAwait(false))
        {
            var kind = new KindRef(item.Group, item.Kind);
            if (!(incomplete || unread.Contains(kind)) || inventory.Find(kind, item.Namespace, item.Name) is not null)
                continue;
            inventory.Put(item);
            kept.Add(item.Ref);
            if (!unread.Contains(kind))
                _byFile[(kind, item.Namespace, item.Name)] = item.Ref;
        }
        return kept;
    }

    /// <summary>Puts what registries said of digests into the inventory: they are not asked anew because a process was.</summary>
    public async Task RestoreImagesAsync(CancellationToken cancellationToken)
    {
        foreach (var item in await stored.ReadAsync(clusterId, ImageWatch.Kind.Kind, cancellationToken).ConfigureAwait(false))
            if (item is ImageFacts { Spec.CheckedAt: not null } && inventory.Find(ImageWatch.Kind, "", item.Name) is null)
                inventory.Put(item);
    }

    /// <summary>The source has told this object itself.</summary>
    public void Seen(KubeObject item) => _byFile.Remove((new(item.Group, item.Kind), item.Namespace, item.Name));

    /// <summary>Every file can be read: gives back, once, what none of them holds.</summary>
    public IReadOnlyCollection<ObjectRef> TakeGone()
    {
        var gone = _byFile.Values.ToList();
        _byFile.Clear();
        return gone;
    }

    private static bool IsUnread(KindCoverage kind) => kind.State is not (CoverageState.Read or CoverageState.NotServed or CoverageState.NotRequested);
}
