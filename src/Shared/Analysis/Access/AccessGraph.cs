using Posture.Analysis.Indexes;

namespace Posture.Analysis.Access;

/// <summary>
/// Identities and what stands between them. A set of identities (every account of a namespace, every machine) is one vertex, and so are the rights of a role in
/// one place, so that edges grow with bindings, rules and objects and never with pairs of subjects. At most <see cref="MaxEdges"/>; then it is marked as cut.
/// </summary>
internal sealed class AccessGraph
{
    /// <summary>About 100 MB; a cluster of 50,000 objects has well below a tenth.</summary>
    public const int MaxEdges = 4_000_000;

    private readonly List<Vertex> _vertices = [];
    private readonly Dictionary<Vertex, int> _ids = [];
    private readonly List<Edge> _edges = [];
    private (int[] Starts, int[] Edges)? _incoming;
    private (int[] Starts, int[] Edges)? _outgoing;

    public int Count => _vertices.Count;

    public bool IsTruncated { get; private set; }

    public Vertex this[int id] => _vertices[id];

    public IReadOnlyList<Edge> Edges => _edges;

    /// <summary>Number of a vertex, which is made where it is not there.</summary>
    public int Of(VertexKind kind, string ns = "", string name = "") => Of(new(kind, ns, name), out _);

    public int Of(Vertex vertex, out bool isNew)
    {
        isNew = !_ids.TryGetValue(vertex, out var id);
        if (isNew)
        {
            _ids[vertex] = id = _vertices.Count;
            _vertices.Add(vertex);
        }
        return id;
    }

    public int? Find(Vertex vertex) => _ids.TryGetValue(vertex, out var id) ? id : null;

    public void Add(int from, int to, Move move)
    {
        if (from == to)
            return;
        if (_edges.Count < MaxEdges)
            _edges.Add(new(from, to, move));
        else
            IsTruncated = true;
    }

    /// <summary>Work that was left out.</summary>
    public void Cut() => IsTruncated = true;

    /// <summary>Edges that end at a vertex, in the order they were added.</summary>
    public ReadOnlySpan<int> Into(int vertex) => Of(_incoming ??= Sort(edge => edge.To), vertex);

    /// <summary>Edges that begin at a vertex, in the order they were added.</summary>
    public ReadOnlySpan<int> OutOf(int vertex) => Of(_outgoing ??= Sort(edge => edge.From), vertex);

    private static ReadOnlySpan<int> Of((int[] Starts, int[] Edges) sorted, int vertex) =>
        sorted.Edges.AsSpan(sorted.Starts[vertex]..sorted.Starts[vertex + 1]);

    private (int[] Starts, int[] Edges) Sort(Func<Edge, int> end)
    {
        var starts = new int[_vertices.Count + 1];
        foreach (var edge in _edges)
            starts[end(edge) + 1]++;
        for (var i = 1; i < starts.Length; i++)
            starts[i] += starts[i - 1];
        var (next, sorted) = (starts.ToArray(), new int[_edges.Count]);
        for (var i = 0; i < _edges.Count; i++)
            sorted[next[end(_edges[i])]++] = i;
        return (starts, sorted);
    }
}

/// <summary>A point of the graph: an end, or a set of ends.</summary>
internal readonly record struct Vertex(VertexKind Kind, string Namespace, string Name)
{
    /// <summary>It is told as an end of a step; the others are only passed through.</summary>
    public bool IsEnd => Kind <= VertexKind.Rights;
}

/// <summary>Kinds of points. The first are ends, the others sets.</summary>
internal enum VertexKind
{
    ClusterAdmin,
    User,
    Group,
    ServiceAccount,
    Node,
    Machine,
    Rights,

    /// <summary>Service accounts that are there, of a namespace or of all.</summary>
    Accounts,

    /// <summary>Those, and service accounts that only bindings name.</summary>
    AccountNames,

    /// <summary>What running code in any pod gives: of a namespace or of all, of one pod, of a node.</summary>
    Code,
    PodCode,
    NodeCode,

    /// <summary>Service accounts of a node's pods.</summary>
    NodeAccounts,
    TokenSecrets,
    AnyUser,
    AnyGroup,
    Anybody,
    AnyMachine,
    AnyNodeCode,
    Roles,
    Named,
}

/// <summary>A way from one point to another.</summary>
internal readonly record struct Edge(int From, int To, Move Move);

/// <summary>What an edge means. Without a kind it is no step: a membership, a binding, or a pick out of a set.</summary>
internal sealed record Move(AccessStepKind? Kind)
{
    public static readonly Move Member = new((AccessStepKind?)null) { IsMembership = true };
    public static readonly Move Pick = new((AccessStepKind?)null);

    /// <summary>From an identity to a group that it is always in.</summary>
    public bool IsMembership { get; init; }

    /// <summary>From an identity to the rights that this binding gives it.</summary>
    public AccessBinding? Binding { get; init; }

    public IReadOnlyList<Evidence> By { get; init; } = [];

    public string? Namespace { get; init; }

    public string? Object { get; init; }

    public string? Assumption { get; init; }
}

/// <summary>A rule that a step needs. The binding is known here where it is not that of the edge before.</summary>
internal readonly record struct Evidence(Rights Rights, Held Held, AccessBinding? Binding, string? Group);

/// <summary>Rules of a role where they hold.</summary>
/// <param name="Id">Its vertex.</param>
/// <param name="RoleKind">Role or ClusterRole.</param>
/// <param name="RoleName">Name of the role.</param>
/// <param name="RoleNamespace">Of a Role its namespace, else empty.</param>
/// <param name="Scope">A namespace, <see cref="Cluster"/> or <see cref="Each"/>.</param>
/// <param name="Powers">What the rules give.</param>
internal sealed record Rights(int Id, string RoleKind, string RoleName, string RoleNamespace, string Scope, RolePowers Powers)
{
    /// <summary>The whole cluster.</summary>
    public const string Cluster = "";

    /// <summary>Every namespace, as through a RoleBinding in each: nothing that has no namespace.</summary>
    public const string Each = "*";

    public string Role => GrantAnswer.NameOf(RoleKind, RoleNamespace, RoleName);

    public IReadOnlyList<Held> Held => Powers.In(Scope == Cluster);
}
