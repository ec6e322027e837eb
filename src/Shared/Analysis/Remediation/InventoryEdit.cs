using Posture.Model.Inventory;

namespace Posture.Analysis.Remediation;

/// <summary>Objects put and gone: what a remedy would make of an inventory, which itself stays as it is.</summary>
internal sealed record InventoryEdit(IReadOnlyList<KubeObject> Put, IReadOnlyList<ObjectRef> Gone)
{
    public bool Touches(IReadOnlyList<KindRef> kinds) => Kinds.Any(kinds.Contains);

    /// <summary>Namespaces of the objects of some kinds; an empty one stands for the whole cluster.</summary>
    public IEnumerable<string> NamespacesOf(IReadOnlyList<KindRef> kinds) =>
        Put.Select(item => item.Ref).Concat(Gone).Where(item => kinds.Contains(new(item.Group, item.Kind))).Select(item => item.Namespace).Distinct(StringComparer.Ordinal);

    /// <summary>A copy with the edit, of those objects that <paramref name="keep"/> lets in.</summary>
    public ClusterInventory On(IEnumerable<KubeObject> objects, Func<KubeObject, bool> keep)
    {
        var inventory = new ClusterInventory();
        foreach (var item in objects.Concat(Put).Where(keep))
            inventory.Put(item);
        foreach (var item in Gone)
            inventory.Remove(new(item.Group, item.Kind), item.Namespace, item.Name);
        return inventory;
    }

    private IEnumerable<KindRef> Kinds => Put.Select(item => item.Ref).Concat(Gone).Select(item => new KindRef(item.Group, item.Kind));
}
