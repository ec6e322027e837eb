using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>
/// Makes a map: ends are the workloads of the namespaces asked about, the other namespaces, addresses outside, and what answers for Ingresses. At most
/// <see cref="MaxNodes"/> ends: beyond, each namespace is one, then all other namespaces are.
/// </summary>
internal static class NetworkMapBuilder
{
    internal const int MaxNodes = 60;

    private const int FixedNodes = 2;

    public static NetworkMap Build(ClusterView view, NetworkMapQuestion question)
    {
        var reachability = view.Reachability;
        var within = question.Within?.ToHashSet(StringComparer.Ordinal);
        var asked = question.Namespaces.Where(ns => within?.Contains(ns) != false).ToHashSet(StringComparer.Ordinal);
        var isolation = Isolation(reachability, within);
        if (asked.Count == 0)
            return new(isolation, [], [], ByNamespace: false);
        var members = reachability.Classes.SelectMany(held => held.Members.Select(member => (Member: member, Class: held))).ToList();
        var byNamespace = members.Where(end => asked.Contains(end.Member.Source.Namespace)).Select(end => end.Member.Title).Distinct(StringComparer.Ordinal).Count()
            > MaxNodes - FixedNodes;
        var tellsOthers = isolation.Count <= (byNamespace ? MaxNodes - FixedNodes : MaxNodes / 2);
        var ends = members.GroupBy(end => NodeOf(end.Member, asked, within, byNamespace, tellsOthers))
            .Select(group => new MapEnd(group.Key, asked.Contains(group.Key.Namespace), [.. group.Select(end => end.Class).Distinct()]))
            .Append(new(new("external", NetworkNodeKind.External, "", ""), IsAsked: false,
                [.. reachability.Classes.Where(held => held.Kind == NetworkClassKind.Addresses)]))
            .OrderBy(end => end.Node.Kind).ThenBy(end => end.Node.Id, StringComparer.Ordinal).ToList();
        var ports = question.Port is { } port ? PortSet.Of(question.Protocol, new(port, port)) : PortSet.All;
        var edges = new List<NetworkEdge>();
        foreach (var source in ends)
            foreach (var destination in ends)
                if ((source.IsAsked || destination.IsAsked) && (source != destination || source.Node.Kind == NetworkNodeKind.Namespace))
                    edges.Add(EdgeOf(reachability, source, destination, ports, within));
        var entries = EntriesOf(reachability, ends, ports, within).ToList();
        var nodes = ends.Select(end => end.Node);
        return new(isolation, [.. entries.Count == 0 ? nodes : nodes.Prepend(Entry)], [.. entries, .. edges], byNamespace);
    }

    private static NetworkNode Entry => new("entry", NetworkNodeKind.Entry, "", "");

    private static List<NamespaceIsolation> Isolation(Reachability reachability, HashSet<string>? within)
    {
        var rows = new SortedDictionary<string, NamespaceIsolation>(StringComparer.Ordinal);
        foreach (var held in reachability.Classes)
            foreach (var ns in held.Members.Select(member => member.Source.Namespace))
            {
                if (within?.Contains(ns) == false)
                    continue;
                var row = rows.GetValueOrDefault(ns) ?? new(ns, 0, 0, 0, 0, 0);
                rows[ns] = new(ns, row.Pods + 1, row.Ingress + Count(reachability.Isolates(held, isEgress: false)),
                    row.Egress + Count(reachability.Isolates(held, isEgress: true)), row.OnHost + Count(held.IsOnHost), row.NotModelled + Count(held.NotModelled.Count > 0));
            }
        return [.. rows.Values];

        static int Count(bool counts) => counts ? 1 : 0;
    }

    private static NetworkNode NodeOf(NetworkMember member, HashSet<string> asked, HashSet<string>? within, bool byNamespace, bool tellsOthers)
    {
        var ns = member.Source.Namespace;
        if (within?.Contains(ns) == false)
            return new("hidden", NetworkNodeKind.Hidden, "", "");
        if (asked.Contains(ns) && !byNamespace)
            return new(member.Title, NetworkNodeKind.Workload, ns, member.Title[(ns.Length + 1)..]);
        return asked.Contains(ns) || tellsOthers ? new($"{ns}/", NetworkNodeKind.Namespace, ns, ns) : new("others", NetworkNodeKind.Others, "", "");
    }

    private static NetworkEdge EdgeOf(Reachability reachability, MapEnd source, MapEnd destination, PortSet ports, HashSet<string>? within)
    {
        var sum = new EdgeSum();
        foreach (var from in source.Classes)
            foreach (var to in destination.Classes)
                sum.Add(reachability.Between(from, to), ports);
        return sum.ToEdge(source.Node.Id, destination.Node.Id, within);
    }

    private static IEnumerable<NetworkEdge> EntriesOf(Reachability reachability, List<MapEnd> ends, PortSet ports, HashSet<string>? within)
    {
        foreach (var end in ends.Where(end => end.IsAsked))
        {
            var entries = reachability.Entries.Where(entry => entry.Kind != NetworkEntryKind.Service
                && (end.Node.Kind == NetworkNodeKind.Workload ? entry.Member.Title == end.Node.Id : entry.Member.Source.Namespace == end.Node.Namespace)).ToList();
            if (entries.Count == 0)
                continue;
            var sum = new EdgeSum();
            foreach (var entry in entries)
                sum.Add(reachability.Between(reachability.Controller, entry.Class), entry.Ports.Intersect(ports));
            yield return sum.ToEdge(Entry.Id, end.Node.Id, within);
        }
    }

    private sealed record MapEnd(NetworkNode Node, bool IsAsked, IReadOnlyList<NetworkClass> Classes);

    /// <summary>Verdicts of many pairs as one.</summary>
    private sealed class EdgeSum
    {
        private readonly HashSet<ObjectRef> _policies = [];
        private PortSet _allowed = PortSet.None;
        private bool _everywhere = true;
        private bool _certain = true;

        public void Add(NetworkVerdict verdict, PortSet ports)
        {
            var allowed = verdict.Allowed.Intersect(ports);
            _allowed = _allowed.Union(allowed);
            _everywhere &= ports.Except(allowed).IsEmpty;
            _certain &= verdict.IsCertain;
            foreach (var decision in verdict.Egress.Decisions.Concat(verdict.Ingress.Decisions))
                if (!decision.Ports.Intersect(ports).IsEmpty)
                    _policies.Add(decision.Policy);
            _policies.UnionWith(verdict.NotModelled);
        }

        public NetworkEdge ToEdge(string source, string destination, HashSet<string>? within)
        {
            var known = _policies.Where(policy => within?.Contains(policy.Namespace) != false).Select(policy => $"{policy}").Order(StringComparer.Ordinal).ToList();
            return new(source, destination, Verdict(), $"{_allowed}", known, _policies.Count - known.Count);
        }

        private NetworkEdgeVerdict Verdict()
        {
            if (!_certain)
                return NetworkEdgeVerdict.NotAssessed;
            if (_allowed.IsEmpty)
                return NetworkEdgeVerdict.Denied;
            return _everywhere ? NetworkEdgeVerdict.Allowed : NetworkEdgeVerdict.Partly;
        }
    }
}
