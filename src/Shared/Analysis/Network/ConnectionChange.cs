namespace Posture.Analysis.Network;

/// <summary>What changes between two ends: ports that close, and ports that open.</summary>
public sealed record ConnectionChange(string Source, string Destination, PortSet Closed, PortSet Opened)
{
    /// <summary>Pairs that differ between two lists, in their order. Addresses are compared as they are cut.</summary>
    public static IReadOnlyList<ConnectionChange> Between(IReadOnlyList<NetworkConnection> before, IReadOnlyList<NetworkConnection> after)
    {
        var (old, fresh) = (before.ToDictionary(Pair, row => row.Allowed), after.ToDictionary(Pair, row => row.Allowed));
        return [.. old.Keys.Union(fresh.Keys).OrderBy(pair => pair.Source, StringComparer.Ordinal).ThenBy(pair => pair.Destination, StringComparer.Ordinal)
            .Select(pair => (Pair: pair, Old: old.GetValueOrDefault(pair, PortSet.None), New: fresh.GetValueOrDefault(pair, PortSet.None)))
            .Select(change => new ConnectionChange(change.Pair.Source, change.Pair.Destination, change.Old.Except(change.New), change.New.Except(change.Old)))
            .Where(change => !change.Closed.IsEmpty || !change.Opened.IsEmpty)];
    }

    private static (string Source, string Destination) Pair(NetworkConnection row) => (row.Source, row.Destination);
}
