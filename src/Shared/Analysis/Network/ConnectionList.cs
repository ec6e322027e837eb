using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>
/// The connections that pass, by workload: verdicts are made once for each pair of classes, then told for the workloads in them. A workload to itself and an
/// address to an address are left out. As long as the answer: up to the square of the workloads.
/// </summary>
public static class ConnectionList
{
    public static IReadOnlyList<NetworkConnection> Of(Reachability reachability)
    {
        var rows = new Dictionary<(string Source, string Destination), NetworkConnection>();
        var ranges = new List<(AddressRange Range, string Workload, bool IsSource, NetworkConnection Row)>();
        var ends = reachability.Classes.Select(held => held.Members.Select(NameOf).Distinct(StringComparer.Ordinal).ToList()).ToList();
        foreach (var source in reachability.Classes)
            foreach (var destination in reachability.Classes)
            {
                if (source.Kind == NetworkClassKind.Addresses && destination.Kind == NetworkClassKind.Addresses)
                    continue;
                var verdict = reachability.Between(source, destination);
                if (verdict is { IsCertain: true, Allowed.IsEmpty: true })
                    continue;
                var row = new NetworkConnection("", "", verdict.Allowed, Deciding(verdict), verdict.NotModelled);
                foreach (var from in ends[source.Index])
                    foreach (var to in ends[destination.Index])
                        if (from != to)
                            Add(rows, row with { Source = from, Destination = to });
                var outside = source.Kind == NetworkClassKind.Addresses ? source : destination;
                var inside = outside == source ? destination : source;
                foreach (var range in outside.Ranges.Where(range => !range.IsV6))
                    ranges.AddRange(ends[inside.Index].Select(name => (range, name, outside == source, row)));
            }
        foreach (var row in Merge(ranges))
            Add(rows, row);
        return [.. rows.Values.OrderBy(row => row.Source, StringComparer.Ordinal).ThenBy(row => row.Destination, StringComparer.Ordinal)];
    }

    /// <summary>The workload; for a pod whose controller is not in the inventory the controller that it names.</summary>
    private static string NameOf(NetworkMember member)
    {
        var item = member.Workload?.Object ?? member.Source;
        var owner = item.Metadata.OwnerReferences.FirstOrDefault(owner => owner.Controller == true);
        return $"{item.Namespace}/{owner?.Name ?? item.Name}[{owner?.Kind ?? item.Kind}]";
    }

    private static HashSet<ObjectRef> Deciding(NetworkVerdict verdict) =>
        [.. verdict.Egress.Decisions.Concat(verdict.Ingress.Decisions).Select(decision => decision.Policy)];

    /// <summary>Pods of one workload can stand in several classes: what passes for one of them passes for the workload.</summary>
    private static void Add(Dictionary<(string, string), NetworkConnection> rows, NetworkConnection row)
    {
        var key = (row.Source, row.Destination);
        rows[key] = rows.TryGetValue(key, out var held) ? Both(held, row) : row;
    }

    private static NetworkConnection Both(NetworkConnection held, NetworkConnection row) => held with
    {
        Allowed = held.Allowed.Union(row.Allowed),
        Policies = [.. held.Policies.Union(row.Policies)],
        NotModelled = [.. held.NotModelled.Union(row.NotModelled)],
    };

    /// <summary>Neighbouring ranges with one answer become one range.</summary>
    private static IEnumerable<NetworkConnection> Merge(List<(AddressRange Range, string Workload, bool IsSource, NetworkConnection Row)> ranges)
    {
        foreach (var group in ranges.GroupBy(entry => (entry.Workload, entry.IsSource)))
        {
            var merged = new List<(AddressRange Range, NetworkConnection Row)>();
            foreach (var same in group.GroupBy(entry => entry.Range).Select(same => (Range: same.Key, Row: same.Select(entry => entry.Row).Aggregate(Both)))
                .OrderBy(entry => entry.Range.First))
            {
                if (merged.Count > 0 && merged[^1].Range.Last + 1 == same.Range.First && merged[^1].Row.Allowed.Equals(same.Row.Allowed))
                    merged[^1] = (merged[^1].Range with { Last = same.Range.Last }, Both(merged[^1].Row, same.Row));
                else
                    merged.Add(same);
            }
            foreach (var (range, row) in merged)
                yield return group.Key.IsSource
                    ? row with { Source = $"{range}", Destination = group.Key.Workload }
                    : row with { Source = group.Key.Workload, Destination = $"{range}" };
        }
    }
}
