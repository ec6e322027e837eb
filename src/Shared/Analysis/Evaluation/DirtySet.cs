using Posture.Analysis.Checks;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Evaluation;

/// <summary>Which subjects of one check must be judged again.</summary>
internal sealed class DirtySet
{
    private const string Constraints = "constraints.gatekeeper.sh";
    private static readonly KindRef DeploymentKind = new("apps", "Deployment");
    private static readonly KindRef NamespaceKind = new("", "Namespace");

    private HashSet<string>? _namespaces;
    private HashSet<ObjectRef>? _subjects;

    public bool Everything { get; set; }

    public IReadOnlyCollection<string> Namespaces => _namespaces ?? (IReadOnlyCollection<string>)[];

    public IReadOnlyCollection<ObjectRef> Subjects => _subjects ?? (IReadOnlyCollection<ObjectRef>)[];

    public bool IsEmpty => !Everything && _namespaces is null && _subjects is null;

    public bool Covers(string ns) => _namespaces?.Contains(ns) == true;

    /// <summary>Whether a change of an object of this kind can mean anything for a check, its namespace existing before and after.</summary>
    public static bool Concerns(Check check, KindRef kind) => check.SubjectKinds.Contains(kind) || Reads(check, kind)
        || (BenchmarkIndex.Kinds.Contains(kind) && Supplements.TakesBenchmarks(check.Control)) || (check is ClusterCheck && check.Reads.Count == 0);

    public void Clear() => (Everything, _namespaces, _subjects) = (false, null, null);

    /// <summary>
    /// Adds what a change means for a check; called once before and once after the view has followed the change. The <paramref name="workload"/> is
    /// the one that a pod belongs to before and after, if any; <paramref name="asksPods"/> is false when nothing of what the check saw of it has changed.
    /// </summary>
    public void Add(Check check, InventoryChange change, ClusterView view, bool after, Workload? workload, bool asksPods)
    {
        if (Everything)
            return;
        var kind = change.Kind;
        if (asksPods && check.SubjectKinds.Contains(kind))
        {
            if (check is WorkloadCheck && kind.Kind != "Pod" && Workload.AllKinds.Contains(kind) && (change.Before is null || change.After is null))
                AddNamespace(change.Subject.Namespace); // ownership of pods may have moved
            else if (check.SubjectOf(change.Subject, view) is { } subject)
                AddSubject(subject.Ref);
            if (change.After is null)
                AddSubject(change.Subject.Ref);
        }
        if (change.Subject.Namespace is { Length: > 0 } named && view.NamespaceOf(named) is null)
        {
            // A namespace that only its objects name comes with the first of them (asked before) and goes with the last (asked after).
            if (check is NamespaceCheck)
                AddNamespace(named);
            else if (check.Reads.Contains(NamespaceKind) && (check is ClusterCheck || check.ReachesOtherNamespaces(change.Subject)))
                Everything = true; // and with it what is said of all namespaces
        }
        if (after && BenchmarkIndex.Kinds.Contains(kind) && Supplements.TakesBenchmarks(check.Control))
            Everything = true; // results of nodes stand in for what the API does not show
        if (!after || !((Reads(check, kind) && Heeds(check, change)) || check is ClusterCheck && check.Reads.Count == 0))
            return;
        if (IsFirstOrLast(change, view) || (Workload.AllKinds.Contains(kind) && view.Workloads.All.Count <= 1))
        {
            Everything = true; // the first of a kind, or the last: whether any were read at all may decide
            return;
        }
        if (workload is not null && !check.HeedsReplica(workload))
            return;
        var ns = change.Subject is Namespace ? change.Subject.Name : change.Subject.Namespace;
        if (ns.Length == 0 || check.ReachesOtherNamespaces(change.Subject) || check is ClusterCheck)
            Everything = true;
        else
            AddNamespace(ns);
    }

    private void AddNamespace(string ns) => (_namespaces ??= new(StringComparer.Ordinal)).Add(ns);

    private void AddSubject(ObjectRef subject) => (_subjects ??= []).Add(subject);

    private static bool IsFirstOrLast(InventoryChange change, ClusterView view) =>
        (change.Before is null && view.Inventory.CountOf(change.Kind) == 1) || (change.After is null && view.Inventory.CountOf(change.Kind) == 0);

    /// <summary>
    /// Constraints of Gatekeeper each have a kind of their own: one of them in what a check reads stands for all. What reads Deployments reads the controllers of
    /// other projects too.
    /// </summary>
    private static bool Reads(Check check, KindRef kind) =>
        check.Reads.Contains(kind) || (Workload.ForeignKinds.Contains(kind) && check.Reads.Contains(DeploymentKind)) || (kind.Group == Constraints && check.Reads.Any(read => read.Group == Constraints));

    /// <summary>What an object was matters as much as what it is: a flag may have been taken away.</summary>
    private static bool Heeds(Check check, InventoryChange change) =>
        (change.Before is { } before && check.Heeds(before)) || (change.After is { } after && check.Heeds(after));
}
