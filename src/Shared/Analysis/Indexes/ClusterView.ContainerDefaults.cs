namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private ContainerDefaults? _containerDefaults;

    /// <summary>What LimitRanges give to containers without requests and limits of their own.</summary>
    public ContainerDefaults ContainerDefaults => _containerDefaults ??= new(Inventory);
}
