using System.Collections.Immutable;

namespace Posture.Analysis.Network;

/// <summary>Connections by destination port: for each protocol the sorted, disjoint, not touching ranges. Immutable.</summary>
public sealed class PortSet : IEquatable<PortSet>
{
    public static readonly IReadOnlyList<NetworkProtocol> Protocols = [NetworkProtocol.Tcp, NetworkProtocol.Udp, NetworkProtocol.Sctp];

    /// <summary>No connection.</summary>
    public static readonly PortSet None = new([[], [], []]);

    /// <summary>Every port of every protocol.</summary>
    public static readonly PortSet All = new([[PortRange.All], [PortRange.All], [PortRange.All]]);

    private readonly ImmutableArray<PortRange>[] _ranges;

    private PortSet(ImmutableArray<PortRange>[] ranges) => _ranges = ranges;

    public bool IsEmpty => ReferenceEquals(this, None) || Array.TrueForAll(_ranges, ranges => ranges.IsEmpty);

    public bool IsAll => ReferenceEquals(this, All) || Equals(All);

    /// <summary>One range of one protocol; nothing when the range is empty or outside 1 to 65535.</summary>
    public static PortSet Of(NetworkProtocol protocol, PortRange range)
    {
        if (range.First > range.Last || range.First < PortRange.All.First || range.Last > PortRange.All.Last)
            return None;
        ImmutableArray<PortRange>[] ranges = [[], [], []];
        ranges[(int)protocol] = [range];
        return new(ranges);
    }

    public IReadOnlyList<PortRange> Ranges(NetworkProtocol protocol) => _ranges[(int)protocol];

    public bool Contains(NetworkProtocol protocol, int port)
    {
        foreach (var range in _ranges[(int)protocol])
            if (range.First <= port && port <= range.Last)
                return true;
        return false;
    }

    public PortSet Union(PortSet other)
    {
        if (IsEmpty || other.IsAll)
            return other;
        return other.IsEmpty || IsAll ? this : Each(other, Union);
    }

    public PortSet Intersect(PortSet other)
    {
        if (IsEmpty || other.IsAll)
            return this;
        return other.IsEmpty || IsAll ? other : Each(other, Intersect);
    }

    public PortSet Except(PortSet other)
    {
        if (IsEmpty || other.IsEmpty)
            return this;
        return other.IsAll ? None : Each(other, static (mine, theirs) => Intersect(mine, Complement(theirs)));
    }

    public bool Equals(PortSet? other)
    {
        if (other is null)
            return false;
        for (var i = 0; i < _ranges.Length; i++)
            if (!_ranges[i].AsSpan().SequenceEqual(other._ranges[i].AsSpan()))
                return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as PortSet);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var ranges in _ranges)
        {
            hash.Add(ranges.Length);
            foreach (var range in ranges)
                hash.Add(range);
        }
        return hash.ToHashCode();
    }

    /// <summary><c>all</c>, <c>none</c>, or for example <c>TCP 80,443 UDP 53</c>.</summary>
    public override string ToString()
    {
        if (IsAll)
            return "all";
        var parts = Protocols.Where(protocol => !_ranges[(int)protocol].IsEmpty)
            .Select(protocol => $"{NameOf(protocol)} {(_ranges[(int)protocol] is [var only] && only == PortRange.All ? "all" : string.Join(',', _ranges[(int)protocol]))}");
        return IsEmpty ? "none" : string.Join(' ', parts);
    }

    private static string NameOf(NetworkProtocol protocol) => protocol switch
    {
        NetworkProtocol.Udp => "UDP",
        NetworkProtocol.Sctp => "SCTP",
        _ => "TCP",
    };

    private PortSet Each(PortSet other, Func<ImmutableArray<PortRange>, ImmutableArray<PortRange>, ImmutableArray<PortRange>> combine) =>
        new([combine(_ranges[0], other._ranges[0]), combine(_ranges[1], other._ranges[1]), combine(_ranges[2], other._ranges[2])]);

    private static ImmutableArray<PortRange> Union(ImmutableArray<PortRange> mine, ImmutableArray<PortRange> theirs)
    {
        var merged = ImmutableArray.CreateBuilder<PortRange>();
        foreach (var range in mine.Concat(theirs).OrderBy(range => range.First))
        {
            if (merged.Count > 0 && merged[^1].Last >= range.First - 1)
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            else
                merged.Add(range);
        }
        return merged.ToImmutable();
    }

    private static ImmutableArray<PortRange> Intersect(ImmutableArray<PortRange> mine, ImmutableArray<PortRange> theirs)
    {
        var common = ImmutableArray.CreateBuilder<PortRange>();
        for (int i = 0, j = 0; i < mine.Length && j < theirs.Length;)
        {
            var both = new PortRange(Math.Max(mine[i].First, theirs[j].First), Math.Min(mine[i].Last, theirs[j].Last));
            if (both.First <= both.Last)
                common.Add(both);
            if (mine[i].Last < theirs[j].Last)
                i++;
            else
                j++;
        }
        return common.ToImmutable();
    }

    private static ImmutableArray<PortRange> Complement(ImmutableArray<PortRange> ranges)
    {
        var rest = ImmutableArray.CreateBuilder<PortRange>();
        var next = PortRange.All.First;
        foreach (var range in ranges)
        {
            if (next < range.First)
                rest.Add(new(next, range.First - 1));
            next = range.Last + 1;
        }
        if (next <= PortRange.All.Last)
            rest.Add(new(next, PortRange.All.Last));
        return rest.ToImmutable();
    }
}
