using System.Runtime.InteropServices;
using Posture.Analysis.Checks;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Evaluation;

/// <summary>One check over its dirty subjects: judges, applies exemption classes and coverage, and keeps findings and tallies in step.</summary>
internal sealed class CheckRun(
    Check check,
    ClusterView view,
    Judgement judgement,
    Dictionary<ObjectRef, Finding> findings,
    TallyBook tallies,
    List<Finding> changed,
    List<Finding> removed)
{
    private readonly string? _missing = Missing(check.Reads, view);

    public void Run(DirtySet dirty)
    {
        if (dirty.Everything)
            RunAll();
        else
            RunSome(dirty);
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

    private void RunAll()
    {
        if (findings.Count == 0)
        {
            // The first evaluation: the findings themselves tell which subject was seen, and none can be gone.
            foreach (var subject in check.Subjects(view))
                if (!findings.ContainsKey(subject.Ref))
                    Judge(subject);
            return;
        }
        var seen = new HashSet<ObjectRef>();
        foreach (var subject in check.Subjects(view))
            if (seen.Add(subject.Ref))
                Judge(subject);
        foreach (var gone in findings.Keys.Where(key => !seen.Contains(key)).ToList())
            if (check.SubjectKinds.Count == 0 || gone != view.ClusterRef)
                Drop(gone);
    }

    private void RunSome(DirtySet dirty)
    {
        if (dirty.Namespaces.Count > 0)
        {
            var seen = new HashSet<ObjectRef>();
            foreach (var subject in check.Subjects(view))
                if (dirty.Namespaces.Contains(ScopeOf(subject.Ref)) && seen.Add(subject.Ref))
                    Judge(subject);
            foreach (var gone in findings.Keys.Where(key => dirty.Namespaces.Contains(ScopeOf(key)) && !seen.Contains(key)).ToList())
                Drop(gone);
        }
        foreach (var (key, _) in dirty.Subjects)
        {
            if (dirty.Namespaces.Contains(ScopeOf(key)))
                continue;
            var item = view.Inventory.Find(new(key.Group, key.Kind), key.Namespace, key.Name);
            if (item is not null && check.SubjectOf(item, view) is { } subject && subject.Ref == key)
                Judge(subject);
            else if (check is NamespaceCheck && view.NamespaceOf(key.Name) is { } ns && check.SubjectOf(ns, view) is { } implied)
                Judge(implied);
            else
                Drop(key);
        }
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
            Keep(new(view.ClusterRef, view), Verdict.NotAssessed, [], reason, system: false);
        else if (check.ClusterSubject(view) is { } cluster)
            Judge(cluster);
        else
            Drop(view.ClusterRef);
    }

    private void Judge(CheckSubject subject)
    {
        judgement.Reset();
        if (_missing is not null && !check.DecidesWithoutReads)
            judgement.NotAssessed(_missing);
        else
            Ask(subject);
        if (judgement.Verdict is Verdict.NotAssessed or Verdict.Manual)
            Supplements.Apply(check.Control, subject, view, judgement);
        var verdict = judgement.Verdict;
        var system = check.Control.Exemption.StartsWith("SYS", StringComparison.Ordinal) && view.IsSystem(ScopeOf(subject.Ref));
        var reason = judgement.Reason;
        if (verdict == Verdict.Fail && Exemptions.Of(check.Control, subject, view, system) is { } exemption)
            (verdict, reason) = (Verdict.Exempt, exemption);
        Keep(subject, verdict, judgement.TakeEvidence(), reason, system);
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

    private void Keep(CheckSubject subject, Verdict verdict, IReadOnlyList<Evidence> evidence, string reason, bool system)
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
        ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(findings, subject.Ref, out _);
        if (held is { } before)
        {
            if (before.SameAs(finding))
                return;
            tallies.Remove(before);
        }
        held = finding;
        tallies.Add(finding);
        changed.Add(finding);
    }

    private void Drop(ObjectRef key)
    {
        if (!findings.Remove(key, out var gone))
            return;
        tallies.Remove(gone);
        removed.Add(gone);
    }

    private static string ScopeOf(ObjectRef item) => item is { Kind: "Namespace", Group: "" } ? item.Name : item.Namespace;
}
