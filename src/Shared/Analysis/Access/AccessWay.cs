using Posture.Analysis.Indexes;

namespace Posture.Analysis.Access;

/// <summary>Edges of a way as the steps that are told: memberships, bindings and picks out of sets become parts of the step they belong to.</summary>
internal static class AccessWay
{
    public static IReadOnlyList<AccessStep> Steps(AccessGraph graph, int from, IEnumerable<Edge> way)
    {
        var steps = new List<AccessStep>();
        var (end, group, binding, open) = (EndOf(graph[from]), (string?)null, (AccessBinding?)null, (Move?)null);
        foreach (var edge in way)
        {
            var (move, to) = (edge.Move, graph[edge.To]);
            if (move.Kind is not null)
                open = move with
                {
                    By = [.. move.By.Select(evidence => evidence with { Binding = evidence.Binding ?? binding, Group = evidence.Group ?? group })],
                };
            else if (open is not null && move.Object is not null)
                open = open with { Object = open.Object ?? move.Object };
            if (open is null)
            {
                group = !move.IsMembership ? group : to.Kind == VertexKind.Group ? to.Name : $"system:node:{to.Name}";
                binding = move.Binding ?? binding;
            }
            else if (to.IsEnd)
            {
                var next = EndOf(to);
                steps.Add(new(end, next, open.Kind!.Value, [.. open.By.Select(GrantOf)], open.Namespace, open.Object, open.Assumption));
                (end, group, binding, open) = (next, null, null, null);
            }
        }
        return steps;
    }

    public static AccessEnd EndOf(Vertex vertex) => vertex.Kind switch
    {
        VertexKind.ClusterAdmin => AccessEnd.ClusterAdmin,
        VertexKind.User => new(AccessEndKind.User, null, vertex.Name),
        VertexKind.Group => new(AccessEndKind.Group, null, vertex.Name),
        VertexKind.ServiceAccount => new(AccessEndKind.ServiceAccount, vertex.Namespace, vertex.Name),
        VertexKind.Node => new(AccessEndKind.Node, null, vertex.Name),
        VertexKind.Machine => new(AccessEndKind.Machine, null, vertex.Name),
        _ => new(AccessEndKind.Rights, vertex.Namespace.Length == 0 ? null : vertex.Namespace, vertex.Name),
    };

    /// <summary>The vertex of an end that can be asked about; null for one that cannot.</summary>
    public static Vertex? VertexOf(AccessEnd end) => end.Kind switch
    {
        AccessEndKind.ClusterAdmin => new Vertex(VertexKind.ClusterAdmin, "", ""),
        AccessEndKind.User => AccessGraphBuilder.VertexOf(end.Name),
        AccessEndKind.Group => new Vertex(VertexKind.Group, "", end.Name),
        AccessEndKind.ServiceAccount => new Vertex(VertexKind.ServiceAccount, end.Namespace ?? "", end.Name),
        AccessEndKind.Node => new Vertex(VertexKind.Node, "", end.Name),
        AccessEndKind.Machine => new Vertex(VertexKind.Machine, "", end.Name),
        _ => null,
    };

    private static AccessStepGrant GrantOf(Evidence evidence) => new(
        evidence.Binding is { Object: var item } ? GrantAnswer.NameOf(item.Kind, item.Namespace, item.Name) : null,
        evidence.Rights.Role, $"rules[{evidence.Held.Rule}]", evidence.Rights.Scope.Length == 0 ? null : evidence.Rights.Scope, evidence.Held.Right,
        evidence.Group);
}
