namespace Posture.Analysis.Network;

/// <summary>The blocks that hold some addresses; equal when they are the same blocks.</summary>
internal sealed class BlockSet(IEnumerable<AddressBlock> blocks) : IEquatable<BlockSet>
{
    public static readonly BlockSet Empty = new([]);

    private readonly HashSet<AddressBlock> _blocks = [.. blocks];

    public bool Contains(AddressBlock block) => _blocks.Contains(block);

    public BlockSet Union(BlockSet other) => other._blocks.IsSubsetOf(_blocks) ? this : new(_blocks.Union(other._blocks));

    public bool Equals(BlockSet? other) => other is not null && _blocks.SetEquals(other._blocks);

    public override bool Equals(object? obj) => Equals(obj as BlockSet);

    public override int GetHashCode()
    {
        var hash = 0;
        foreach (var block in _blocks)
            hash ^= block.GetHashCode();
        return hash;
    }
}
