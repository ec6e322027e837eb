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

    public bool Everything { get; set; }

    public HashSet<string> Namespaces { get; } = new(StringComparer.Ordinal);

    public Dictionary<ObjectRef, CheckSubject?> Subjects { get; } = [];

    public bool IsEmpty => !Everything && Namespaces.Count == 0 && Subjects.Count == 0;

    /// <summary>
    /// Adds what a change means for a check; called once before and once after the view has followed the change. A <paramref name="replica"/> is a pod that a
    /// controller owned before and owns after.
    /// </summary>
    public void Add(Check check, InventoryChange change, ClusterView view, bool after, bool replica)
    {
        if (Everything)
            return;
        var kind = change.Kind;
        if (check.SubjectKinds.Contains(kind))
        {
            if (check is WorkloadCheck && kind.Kind != "Pod" && Workload.AllKinds.Contains(kind) && (change.Before is null || change.After is null))
                Namespaces.Add(change.Subject.Namespace); // ownership of pods may have moved
            else if (check.SubjectOf(change.Subject, view) is { } subject)
                Subjects[subject.Ref] = after ? subject : Subjects.GetValueOrDefault(subject.Ref);
            if (change.After is null)
                Subjects.TryAdd(change.Subject.Ref, null);
        }
        if (change.Subject.Namespace is { Length: > 0 } named && view.NamespaceOf(named) is null)
        {
            // A namespace that only its objects name comes with the first of them (asked before) and goes with the last (asked after).
            if (check is NamespaceCheck)
                Namespaces.Add(named);
            else if (check.Reads.Contains(NamespaceKind) && (check is ClusterCheck || check.ReachesOtherNamespaces(change.Subject)))
                Everything = true; // and with it what is said of all namespaces
        }
        if (after && BenchmarkIndex.Kinds.Contains(kind) && Supplements.TakesBenchmarks(check.Control))
            Everything = true; // results of nodes stand in for what the API does not show
        if (replica && check.ReadsTemplatesOnly)
            return;
        if (!after || !((Reads(check, kind) && Heeds(check, change)) || check is ClusterCheck && check.Reads.Count == 0))
            return;
        if (IsFirstOrLast(change, view) || (Workload.AllKinds.Contains(kind) && view.Workloads.All.Count <= 1))
        {
            Everything = true; // the first of a kind, or the last: whether any were read at all may decide
            return;
        }
        var ns = change.Subject is Namespace ? change.Subject.Name : change.Subject.Namespace;
        if (ns.Length == 0 || check.ReachesOtherNamespaces(change.Subject) || check is ClusterCheck)
            Everything = true;
        else
            Namespaces.Add(ns);
    }

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
