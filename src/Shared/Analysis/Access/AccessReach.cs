namespace Posture.Analysis.Access;

/// <summary>
/// From every point of the graph the shortest way to one target, found backwards in one pass over the edges that are certain and one over all of them. The
/// order of edges decides between ways of one length, so that the same cluster has the same answer.
/// </summary>
internal sealed class AccessReach
{
    private readonly AccessGraph _graph;
    private readonly Tree _certain;
    private readonly Tree _all;

    public AccessReach(AccessGraph graph, int target)
    {
        (_graph, Target) = (graph, target);
        _certain = Search(target, certainOnly: true);
        _all = Search(target, certainOnly: false);
    }

    public int Target { get; }

    public bool Reaches(int from) => _all.Hops[from] >= 0;

    public bool IsCertain(int from) => _certain.Hops[from] >= 0;

    /// <summary>Steps of the way; -1 for none.</summary>
    public int Hops(int from) => TreeOf(from).Hops[from];

    /// <summary>Edges of the way, in order.</summary>
    public IEnumerable<Edge> WayFrom(int from)
    {
        var next = TreeOf(from).Next;
        for (var at = from; at != Target; at = _graph.Edges[next[at]].To)
            yield return _graph.Edges[next[at]];
    }

    /// <summary>First steps of an identity that lead to the target, by whatever binding or group.</summary>
    public int FirstSteps(int from)
    {
        var (steps, seen, open) = (0, new HashSet<int> { from }, new Queue<int>([from]));
        while (open.TryDequeue(out var at))
            foreach (var index in _graph.OutOf(at))
            {
                var edge = _graph.Edges[index];
                if (edge.Move.Kind is not null)
                    steps += Reaches(edge.To) && edge.To != from ? 1 : 0;
                else if (seen.Add(edge.To))
                    open.Enqueue(edge.To);
            }
        return steps;
    }

    private Tree TreeOf(int from) => IsCertain(from) ? _certain : _all;

    private Tree Search(int target, bool certainOnly)
    {
        var tree = new Tree(_graph.Count);
        var (level, later) = (new Queue<int>([target]), new List<int>());
        tree.Hops[target] = 0;
        for (var hops = 0; level.Count > 0; hops++)
        {
            later.Clear();
            while (level.TryDequeue(out var at))
                foreach (var index in _graph.Into(at))
                {
                    var edge = _graph.Edges[index];
                    if (tree.Hops[edge.From] >= 0 || (certainOnly && edge.Move.Assumption is not null))
                        continue;
                    if (edge.Move.Kind is not null)
                        later.Add(index);
                    else
                        tree.Take(edge.From, index, hops, level);
                }
            foreach (var index in later)
                if (_graph.Edges[index].From is var from && tree.Hops[from] < 0)
                    tree.Take(from, index, hops + 1, level);
        }
        return tree;
    }

    private sealed class Tree
    {
        public Tree(int count)
        {
            (Hops, Next) = (new int[count], new int[count]);
            Array.Fill(Hops, -1);
        }

        public int[] Hops { get; }

        public int[] Next { get; }

        public void Take(int vertex, int edge, int hops, Queue<int> level)
        {
            (Hops[vertex], Next[vertex]) = (hops, edge);
            level.Enqueue(vertex);
        }
    }
}
