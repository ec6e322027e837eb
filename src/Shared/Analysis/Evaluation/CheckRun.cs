using Posture.Analysis.Checks;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Evaluation;

/// <summary>One check over its dirty subjects: judges, applies exemption classes and coverage, and keeps findings and tallies in step.</summary>
internal sealed class CheckRun(int index, Check check, ClusterView view, Judgement judgement, FindingBook book, TallyBook tallies, List<Finding> changed, List<Finding> removed)
{
    private readonly string? _missing = Missing(check.Reads, view);

    /// <param name="dirty">What to judge.</param>
    /// <param name="first">Nothing was judged before, so nothing can be gone.</param>
    public void Run(DirtySet dirty, bool first)
    {
        if (dirty.Everything)
            RunAll(first);
        else
            RunSome(dirty);
        JudgeCoverage();
    }

    /// <summary>Judges some workloads as part of a run over everything; <see cref="RunRest"/> ends it.</summary>
    /// <param name="workloads">The workloads.</param>
    /// <param name="entries">What is held of each.</param>
    public void Judge(ReadOnlySpan<Workload> workloads, ReadOnlySpan<FindingBook.Entry> entries)
    {
        var asks = (WorkloadCheck)check;
        for (var i = 0; i < workloads.Length; i++)
        {
            workloads[i].ArePodsAsked = false;
            if (asks.SubjectOf(workloads[i], view) is { } subject)
                Judge(subject, entries[i]);
        }
    }

    /// <summary>Judges what is no workload, and drops what is gone.</summary>
    public void RunRest(bool first)
    {
        foreach (var subject in ((WorkloadCheck)check).OtherSubjects(view))
            Judge(subject);
        if (!first)
            DropGone(null);
        JudgeCoverage();
    }

    private static string? Missing(IEnumerable<KindRef> kinds, ClusterView view)
    {
        foreach (var kind in kinds)
            if (!view.Inventory.Covers(kind))
            {
                var coverage = view.Inventory.CoverageOf(kind);
                return $"{kind} could not be read ({coverage.Reason ?? coverage.State.ToString()}).";
            }
        return null;
    }

    private void RunAll(bool first)
    {
        foreach (var subject in check.Subjects(view))
            Judge(subject);
        if (!first)
            DropGone(null);
    }

    private void RunSome(DirtySet dirty)
    {
        foreach (var ns in dirty.Namespaces)
            foreach (var subject in check.SubjectsIn(ns, view))
                Judge(subject);
        if (dirty.Namespaces.Count == 1 && dirty.Namespaces.First() is var only)
            DropGone(ns => ns == only); // most often; asked of every subject of the cluster, so no text is hashed for it
        else if (dirty.Namespaces.Count > 1)
            DropGone(dirty.Covers);
        foreach (var subject in dirty.Subjects)
            if (!dirty.Covers(subject.ScopeNamespace))
                if (Find(subject) is { } found)
                    Judge(found);
                else
                    Drop(subject);
    }

    private void DropGone(Func<string, bool>? namespaces)
    {
        foreach (var subject in book.SubjectsOf(index, namespaces))
            if (Find(subject) is null && (check.SubjectKinds.Count == 0 || subject != view.ClusterRef))
                Drop(subject);
    }

    /// <summary>The subject of a reference as it is now; null when it is gone, or no subject any more.</summary>
    private CheckSubject? Find(ObjectRef subject)
    {
        if (subject == view.ClusterRef)
            return check.SubjectKinds.Count == 0 ? new(subject, view) : null;
        var item = view.Inventory.Find(new(subject.Group, subject.Kind), subject.Namespace, subject.Name);
        if (item is not null && view.Workloads.Of(item) is { } workload)
            workload.ArePodsAsked = false;
        if (item is not null && check.SubjectOf(item, view) is { } found && found.Ref == subject)
            return found;
        return check is NamespaceCheck && view.NamespaceOf(subject.Name) is { } ns ? check.SubjectOf(ns, view) : null;
    }

    /// <summary>
    /// When a subject kind cannot be read, the subjects are unknown: one finding on the cluster says so and lowers coverage. Else the cluster is judged where it
    /// is a subject itself.
    /// </summary>
    private void JudgeCoverage()
    {
        if (check.SubjectKinds.Count == 0)
            return;
        judgement.Reset();
        if (Missing(check.SubjectKinds, view) is { } reason)
            Keep(new(view.ClusterRef, view), book.FindOrAdd(view.ClusterRef), Verdict.NotAssessed, [], reason, system: false);
        else if (check.ClusterSubject(view) is { } cluster)
            Judge(cluster);
        else
            Drop(view.ClusterRef);
    }

    private void Judge(CheckSubject subject) => Judge(subject, book.FindOrAdd(subject.Ref));

    private void Judge(CheckSubject subject, FindingBook.Entry entry)
    {
        judgement.Reset();
        if (_missing is not null && !check.DecidesWithoutReads)
            judgement.NotAssessed(_missing);
        else
            Ask(subject);
        if (judgement.Verdict is Verdict.NotAssessed or Verdict.Manual)
            Supplements.Apply(check.Control, subject, view, judgement);
        var verdict = judgement.Verdict;
        var system = check.Control.Exemption.StartsWith("SYS", StringComparison.Ordinal) && view.IsSystem(subject.Ref.ScopeNamespace);
        var reason = judgement.Reason;
        if (verdict == Verdict.Fail && Exemptions.Of(check.Control, subject, view, system) is { } exemption)
            (verdict, reason) = (Verdict.Exempt, exemption);
        Keep(subject, entry, verdict, judgement.TakeEvidence(), reason, system);
    }

    private void Ask(CheckSubject subject)
    {
        try
        {
            check.Judge(subject, view, judgement);
        }
#pragma warning disable CA1031 // a broken check must not take the others down; it is shown as an error verdict, never as a pass
        catch (Exception broken)
#pragma warning restore CA1031
        {
            judgement.Reset();
            judgement.Broken($"The check failed on this object ({broken.GetType().Name}); please report it.");
        }
    }

    private void Keep(CheckSubject subject, FindingBook.Entry entry, Verdict verdict, IReadOnlyList<Evidence> evidence, string reason, bool system)
    {
        var finding = new Finding
        {
            Cluster = view.Cluster,
            Control = check.Id,
            Layer = check.Control.Layer,
            Severity = judgement.SeverityOr(check.Control.Severity),
            Verdict = verdict,
            Object = subject.Ref,
            Evidence = evidence,
            Message = reason,
            System = system,
        };
        var asksPods = subject.Target is not Workload { ArePodsAsked: false };
        if (entry.Of(index) is { } before)
        {
            if (before.SameAs(finding))
            {
                entry.Set(index, before, asksPods);
                return;
            }
            tallies.Remove(index, before);
        }
        entry.Set(index, finding, asksPods);
        tallies.Add(index, finding);
        changed.Add(finding);
    }

    private void Drop(ObjectRef key)
    {
        if (book.Remove(index, key) is not { } gone)
            return;
        tallies.Remove(index, gone);
        removed.Add(gone);
    }

}
