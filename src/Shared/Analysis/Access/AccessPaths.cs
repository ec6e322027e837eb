using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>
/// Ways by which identities take over others, or the cluster. The graph is built with the first question and dropped with any change of what it is made of.
/// Each step uses what one identity holds, its implied groups included. Not followed: rights of two identities together, what admission policies say beyond Pod
/// Security, other authorizers, constrained impersonation, forwarded ports, what a program in a pod may be made to do over the network.
/// </summary>
public sealed class AccessPaths
{
    private readonly ClusterView _view;
    private AccessGraph? _graph;
    private AccessReach? _goal;

    internal AccessPaths(ClusterView view) => _view = view;

    /// <summary>The answer to a question; the same for the same cluster, whatever the order in which its objects came.</summary>
    public AccessPathsAnswer Find(AccessPathsQuestion question)
    {
        var scope = new AccessScope(_view, question.Within);
        var (from, end) = (question.From, question.To ?? AccessEnd.ClusterAdmin);
        if ((from is not null && !scope.Knows(from)) || (end.Kind != AccessEndKind.ClusterAdmin && !scope.Knows(end)))
            return new([], 0, 0, false, [], true);
        var graph = GraphFor(question);
        var target = AccessWay.VertexOf(end) is { } vertex ? graph.Find(vertex) : null;
        var starts = Starts(graph, question, scope);
        var unseen = AccessSight.Unseen(_view, scope);
        if (target is not { } to)
        {
            AccessUnseen unknown = new($"{end}", "No object and no binding names it, so nothing that leads there is known.");
            return new([], starts.Count, 0, graph.IsTruncated, [.. unseen, unknown], false);
        }
        var reach = ReachOf(graph, to);
        var found = starts.Where(start => start != to && reach.Reaches(start) && (from is not null || !IsByGroup(graph, reach, start, scope)))
            .OrderByDescending(reach.IsCertain).ThenBy(reach.Hops).ThenBy(start => graph[start].Kind)
            .ThenBy(start => graph[start].Namespace, StringComparer.Ordinal).ThenBy(start => graph[start].Name, StringComparer.Ordinal).ToList();
        var hops = Math.Clamp(question.MaxHops, 1, AccessPathsQuestion.HopLimit);
        var told = found.Where(start => reach.Hops(start) <= hops).Take(Math.Clamp(question.MaxPaths, 1, AccessPathsQuestion.PathLimit)).ToList();
        var isCut = graph.IsTruncated || told.Count < found.Count;
        return new([.. told.Select(start => scope.Cut(PathOf(graph, reach, start)))], starts.Count, found.Count, isCut, unseen, false);
    }

    private static AccessPath PathOf(AccessGraph graph, AccessReach reach, int start) => new(
        AccessWay.EndOf(graph[start]), AccessWay.EndOf(graph[reach.Target]), AccessWay.Steps(graph, start, reach.WayFrom(start)),
        reach.IsCertain(start), false, reach.FirstSteps(start) - 1);

    /// <summary>Whether the way begins with what every member of an implied group may do: then the group itself is told.</summary>
    private static bool IsByGroup(AccessGraph graph, AccessReach reach, int start, AccessScope scope)
    {
        foreach (var edge in reach.WayFrom(start))
            return edge.Move.IsMembership && scope.Knows(AccessWay.EndOf(graph[edge.To]));
        return false;
    }

    private AccessGraph GraphFor(AccessPathsQuestion question)
    {
        var graph = _graph ??= AccessGraphBuilder.Build(_view);
        if (question.From is not { } from || AccessWay.VertexOf(from) is not { } vertex || (question.Groups.Count == 0 && graph.Find(vertex) is not null))
            return graph;
        var identity = from.Kind switch
        {
            AccessEndKind.Group => Identity.OfGroup(from.Name),
            AccessEndKind.ServiceAccount => Identity.OfAccount(from.Namespace ?? "", from.Name),
            AccessEndKind.User => Identity.WithImpliedGroups(from.Name, question.Groups),
            AccessEndKind.Node => Identity.OfNode(from.Name),
            _ => null,
        };
        return identity is null ? graph
            : AccessGraphBuilder.Build(_view, identity with { Groups = [.. question.Groups.Concat(identity.Groups).Distinct(StringComparer.Ordinal)] });
    }

    private AccessReach ReachOf(AccessGraph graph, int target) => graph != _graph || graph[target].Kind != VertexKind.ClusterAdmin
        ? new(graph, target)
        : _goal ??= new(graph, target);

    private List<int> Starts(AccessGraph graph, AccessPathsQuestion question, AccessScope scope)
    {
        if (question.From is { } from)
            return AccessWay.VertexOf(from) is { } vertex && graph.Find(vertex) is { } id ? [id] : [];
        return [.. Enumerable.Range(0, graph.Count).Where(vertex =>
            graph[vertex] is { Kind: VertexKind.User or VertexKind.Group or VertexKind.ServiceAccount } end
            && (end.Kind != VertexKind.Group || IsBound(graph, vertex)) && !PlatformSubjects.IsPlatform(SubjectOf(end), "", _view)
            && scope.Knows(AccessWay.EndOf(end)))];
    }

    /// <summary>Whether a binding names a group; the groups that service accounts are always in are there without one.</summary>
    private static bool IsBound(AccessGraph graph, int group)
    {
        foreach (var index in graph.OutOf(group))
            if (!graph.Edges[index].Move.IsMembership)
                return true;
        return false;
    }

    private static Subject SubjectOf(Vertex vertex) => new()
    {
        Kind = vertex.Kind.ToString(),
        Name = vertex.Name,
        Namespace = vertex.Kind == VertexKind.ServiceAccount ? vertex.Namespace : null,
    };
}
