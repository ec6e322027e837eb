using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>
/// All addresses cut where a block of some policy begins or ends: addresses between two cuts are the same to every policy. Bounded by twice the blocks and holes.
/// </summary>
internal sealed class AddressSpace
{
    private readonly List<Segment> _v4;
    private readonly List<Segment> _v6;

    public AddressSpace(IReadOnlyCollection<AddressBlock> blocks)
    {
        _v4 = Cut(blocks, isV6: false, UInt128.MaxValue >> 96);
        _v6 = Cut(blocks, isV6: true, UInt128.MaxValue);
    }

    /// <summary>Addresses that every policy treats alike, with the blocks that hold them.</summary>
    public IEnumerable<(IReadOnlyList<AddressRange> Ranges, BlockSet Blocks)> Parts =>
        _v4.Concat(_v6).GroupBy(segment => (segment.Range.IsV6, segment.Blocks))
            .Select(group => ((IReadOnlyList<AddressRange>)Merge(group.Select(segment => segment.Range)), group.Key.Blocks));

    /// <summary>The same addresses range by range, in their order.</summary>
    public IEnumerable<AddressRange> Ranges => Parts.SelectMany(part => part.Ranges).OrderBy(range => range.IsV6).ThenBy(range => range.First);

    /// <summary>The blocks that hold the addresses of a pod; none when they are unknown.</summary>
    public BlockSet Of(PodStatus? status)
    {
        var blocks = Of(status?.PodIP);
        if (status is { PodIPs.Count: > 1 })
            foreach (var other in status.PodIPs)
                blocks = blocks.Union(Of(other.Ip));
        return blocks;
    }

    private BlockSet Of(string? address) => address is not null && AddressRange.OfAddress(address) is { } held ? Of(held) : BlockSet.Empty;

    /// <summary>The blocks that hold the first address of a range.</summary>
    public BlockSet Of(AddressRange held)
    {
        var segments = held.IsV6 ? _v6 : _v4;
        var (low, high) = (0, segments.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (segments[middle].Range.First <= held.First)
                low = middle;
            else
                high = middle - 1;
        }
        return segments[low].Blocks;
    }

    private static List<Segment> Cut(IReadOnlyCollection<AddressBlock> blocks, bool isV6, UInt128 last)
    {
        var cuts = new SortedSet<UInt128> { UInt128.Zero };
        foreach (var range in blocks.SelectMany(block => block.Holes.Select(hole => (AddressRange?)hole).Append(block.Range)).OfType<AddressRange>())
        {
            if (range.IsV6 != isV6)
                continue;
            cuts.Add(range.First);
            if (range.Last < last)
                cuts.Add(range.Last + 1);
        }
        var starts = cuts.ToList();
        var segments = new List<Segment>(starts.Count);
        for (var i = 0; i < starts.Count; i++)
        {
            var range = new AddressRange(isV6, starts[i], i + 1 < starts.Count ? starts[i + 1] - 1 : last);
            segments.Add(new(range, new(blocks.Where(block => block.Contains(range)))));
        }
        return segments;
    }

    private static List<AddressRange> Merge(IEnumerable<AddressRange> ranges)
    {
        var merged = new List<AddressRange>();
        foreach (var range in ranges)
        {
            if (merged.Count > 0 && merged[^1].Last + 1 == range.First)
                merged[^1] = merged[^1] with { Last = range.Last };
            else
                merged.Add(range);
        }
        return merged;
    }

    private sealed record Segment(AddressRange Range, BlockSet Blocks);
}
