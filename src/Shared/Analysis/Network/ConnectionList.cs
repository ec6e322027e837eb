namespace Posture.Analysis.Network;

/// <summary>
/// The connections that pass, by workload: verdicts are made once for each pair of classes, then told for the workloads in them. A workload to itself and an
/// address to an address are left out; addresses are told for IPv4, cut where a block of a policy begins or ends. As long as the answer: up to the square of the
/// workloads.
/// </summary>
public static class ConnectionList
{
    public static IReadOnlyList<NetworkConnection> Of(Reachability reachability)
    {
        var rows = new Dictionary<(string Source, string Destination), NetworkConnection>();
        var ends = reachability.Classes.Where(held => held.Kind != NetworkClassKind.Addresses)
            .Select(held => (Class: held, Names: held.Members.Select(member => member.Title).Distinct(StringComparer.Ordinal).ToList())).ToList();
        foreach (var (source, sources) in ends)
            foreach (var (destination, destinations) in ends)
                Add(sources, destinations, reachability.Between(source, destination));
        foreach (var (range, addresses) in reachability.RangesOf(sources: true).Where(cut => !cut.Range.IsV6))
            foreach (var (destination, destinations) in ends)
                Add([$"{range}"], destinations, reachability.Between(addresses, destination));
        foreach (var (range, addresses) in reachability.RangesOf(sources: false).Where(cut => !cut.Range.IsV6))
            foreach (var (source, sources) in ends)
                Add(sources, [$"{range}"], reachability.Between(source, addresses));
        foreach (var entry in reachability.Entries.Where(entry => entry.Kind != NetworkEntryKind.Service))
        {
            var verdict = reachability.Between(reachability.Controller, entry.Class);
            if (verdict with { Allowed = verdict.Allowed.Intersect(entry.Ports) } is var narrowed && RowOf(narrowed) is { } row)
                Put(row with
                {
                    Source = entry.Kind == NetworkEntryKind.Gateway ? "{gateway}" : "{ingress-controller}",
                    Destination = entry.Member.Title,
                    Via = [entry.Route],
                });
        }
        return [.. rows.Values.OrderBy(row => row.Source, StringComparer.Ordinal).ThenBy(row => row.Destination, StringComparer.Ordinal)];

        void Add(IReadOnlyList<string> from, IReadOnlyList<string> to, NetworkVerdict verdict)
        {
            if (RowOf(verdict) is not { } row)
                return;
            foreach (var source in from)
                foreach (var destination in to)
                    if (source != destination)
                        Put(row with { Source = source, Destination = destination });
        }

        // Pods of one workload can stand in several classes: what passes for one of them passes for the workload.
        void Put(NetworkConnection row)
        {
            var key = (row.Source, row.Destination);
            rows[key] = rows.TryGetValue(key, out var held) ? Both(held, row) : row;
        }
    }

    /// <summary>Null when nothing passes for certain.</summary>
    private static NetworkConnection? RowOf(NetworkVerdict verdict) => verdict is { IsCertain: true, Allowed.IsEmpty: true } ? null
        : new("", "", verdict.Allowed, verdict.Egress.Decisions.Concat(verdict.Ingress.Decisions).Select(decision => decision.Policy).ToHashSet(), verdict.NotModelled);

    private static NetworkConnection Both(NetworkConnection held, NetworkConnection row) => held with
    {
        Allowed = held.Allowed.Union(row.Allowed),
        Policies = [.. held.Policies.Union(row.Policies)],
        NotModelled = [.. held.NotModelled.Union(row.NotModelled)],
        Via = [.. held.Via.Union(row.Via)],
    };
}
