using Posture.Analysis.Catalogue;
using Posture.Analysis.Checks;
using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Scoring;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Evaluation;

/// <summary>
/// The verdicts of one cluster, kept current. Feed it objects with <see cref="Put"/> and <see cref="Remove"/>, then <see cref="Evaluate"/> judges only what
/// depends on them. One owner at a time; deterministic: the same objects give the same findings in any order of arrival.
/// </summary>
public sealed class ClusterEvaluator
{
    /// <summary>Workloads judged by all checks before the next ones are: what is read of so many stays in the caches of a processor.</summary>
    private const int Block = 32;

    private readonly ControlCatalogue _catalogue;
    private readonly FindingBook _book;
    private readonly DirtySet[] _dirty;
    private readonly TallyBook _tallies;
    private readonly Judgement _judgement = new();
    private readonly Dictionary<KindRef, int[]> _concerned = [];

    public ClusterEvaluator(string cluster, ClusterInventory inventory, PosturePolicy policy, ControlCatalogue catalogue)
    {
        _catalogue = catalogue;
        View = new(cluster, inventory, policy);
        _book = new(catalogue, View.ClusterRef);
        _dirty = [.. catalogue.Checks.Select(_ => new DirtySet { Everything = true })];
        _tallies = new(catalogue);
    }

    public ClusterView View { get; }

    /// <summary>Every finding, ordered by control, then object: the order of all outputs.</summary>
    public IEnumerable<Finding> Findings => _book.InOrder();

    /// <summary>Namespaces with scores of their own; empty stands for cluster-scoped objects.</summary>
    public IReadOnlyCollection<string> ScoredNamespaces => _tallies.Namespaces;

    /// <summary>Scores of the cluster (null) or a namespace: index 0 the scope, 1–10 its layers.</summary>
    public IReadOnlyList<Score> Scores(string? ns = null) => _tallies.Scores(ns);

    /// <summary>Adds or replaces an object; an unchanged resource version is ignored.</summary>
    public void Put(KubeObject item)
    {
        var before = View.Inventory.Find(new(item.Group, item.Kind), item.Namespace, item.Name);
        if (before?.Metadata is { ResourceVersion: { } version, Uid: { } uid } && version == item.Metadata.ResourceVersion && uid == item.Metadata.Uid)
            return;
        Follow(new(before, item), () => View.Inventory.Put(item));
    }

    public void Remove(KindRef kind, string ns, string name)
    {
        if (View.Inventory.Find(kind, ns, name) is { } before)
            Follow(new(before, null), () => View.Inventory.Remove(kind, ns, name));
    }

    /// <summary>Coverage of a kind changed: what reads it is judged again.</summary>
    public void SetCoverage(KindCoverage coverage)
    {
        var kind = new KindRef(coverage.Group, coverage.Kind);
        var believed = View.Inventory.Covers(kind);
        View.Inventory.SetCoverage(coverage);
        if (believed == View.Inventory.Covers(kind))
            return;
        View.ForgetDigest();
        for (var i = 0; i < _dirty.Length; i++)
            if (_catalogue.Checks[i].Reads.Contains(kind) || _catalogue.Checks[i].SubjectKinds.Contains(kind))
                _dirty[i].Everything = true;
    }

    /// <summary>The other clusters as they are now; what compares with them is judged again when they changed.</summary>
    public void SetFleet(Fleet fleet)
    {
        var changed = fleet.Version != View.Fleet.Version;
        View.Fleet = fleet;
        if (!changed)
            return;
        for (var i = 0; i < _dirty.Length; i++)
            if (_catalogue.Checks[i].ReadsFleet)
                _dirty[i].Everything = true;
    }

    /// <summary>Marks everything dirty, for example when the policy or the day changed.</summary>
    public void Invalidate()
    {
        foreach (var dirty in _dirty)
            dirty.Everything = true;
    }

    /// <summary>Judges what is dirty as of <paramref name="now"/>.</summary>
    public EvaluationResult Evaluate(DateTimeOffset now)
    {
        View.Now = now;
        var changed = new List<Finding>(_book.IsEmpty ? View.Workloads.All.Count * _catalogue.Checks.Count / 2 : 0); // about what the first evaluation finds
        var removed = new List<Finding>();
        Run(verdicts: false, changed, removed);
        var unknown = _tallies.UnknownShare;
        for (var i = 0; i < _dirty.Length; i++)
            if (_catalogue.Checks[i].ReadsVerdicts && unknown != View.UnknownShare)
                _dirty[i].Everything = true;
        View.UnknownShare = unknown;
        Run(verdicts: true, changed, removed);
        return new(changed, removed);
    }

    private void Run(bool verdicts, List<Finding> changed, List<Finding> removed)
    {
        var first = _book.IsEmpty;
        var whole = new List<CheckRun>();
        for (var i = 0; i < _dirty.Length; i++)
        {
            if (_dirty[i].IsEmpty || _catalogue.Checks[i].ReadsVerdicts != verdicts)
                continue;
            var run = new CheckRun(i, _catalogue.Checks[i], View, _judgement, _book, _tallies, changed, removed);
            if (_dirty[i].Everything && _catalogue.Checks[i] is WorkloadCheck)
                whole.Add(run);
            else
                run.Run(_dirty[i], first);
            _dirty[i].Clear();
        }
        if (whole.Count == 0)
            return;
        foreach (var block in View.Workloads.All.Chunk(Block))
        {
            var entries = Array.ConvertAll(block, workload => _book.FindOrAdd(workload.Ref)); // each check has something to say of each, or nearly so
            foreach (var run in whole)
                run.Judge(block, entries);
        }
        foreach (var run in whole)
            run.RunRest(first);
    }

    private void Follow(InventoryChange change, Action mutate)
    {
        var replica = ReplicaChange.Of(change, View);
        Mark(change, after: false, replica);
        mutate();
        View.Apply(change);
        Mark(change, after: true, replica);
    }

    private void Mark(InventoryChange change, bool after, ReplicaChange replica)
    {
        var entry = replica.IsQuiet ? _book.Find(replica.Workload!.Ref) : null;
        foreach (var i in Concerned(change))
        {
            var check = _catalogue.Checks[i];
            _dirty[i].Add(check, change, View, after, replica.Workload, asksPods: entry is null || check is not WorkloadCheck || entry.AsksPods(i));
        }
    }

    private IEnumerable<int> Concerned(InventoryChange change)
    {
        if (change.Subject.Namespace is { Length: > 0 } named && View.NamespaceOf(named) is null)
            return Enumerable.Range(0, _dirty.Length); // it comes or goes with its objects, and any check may read namespaces
        var kind = change.Kind;
        if (!_concerned.TryGetValue(kind, out var concerned))
            _concerned[kind] = concerned = [.. Enumerable.Range(0, _dirty.Length).Where(i => DirtySet.Concerns(_catalogue.Checks[i], kind))];
        return concerned;
    }
}
