namespace Posture.Model.Inventory;

/// <summary>One object that came, changed or went. Exactly one of the two sides is null for an addition or a removal.</summary>
public readonly record struct InventoryChange(KubeObject? Before, KubeObject? After)
{
    public KubeObject Subject => After ?? Before ?? throw new InvalidOperationException("a change has a side");

    public KindRef Kind => new(Subject.Group, Subject.Kind);
}
