using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks;

/// <summary>
/// A check of pods, asked once a top-level controller or bare pod (rules R1, R2): for its template and for live pods that differ from it. Mirror pods of the
/// control plane are no subjects (R8).
/// </summary>
public abstract class WorkloadCheck : Check
{
    /// <inheritdoc/>
    protected internal override IReadOnlyList<KindRef> SubjectKinds => Workload.AllKinds;

    protected virtual bool Concerns(Workload workload, ClusterView view) => true;

    /// <summary>Called once a view of the workload: its template, then each live pod that differs. Called on one only when <see cref="TemplateOnly"/>.</summary>
    protected abstract void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement);

    /// <summary>True when live pods say nothing new (replicas, strategy …).</summary>
    protected virtual bool TemplateOnly => false;

    /// <summary>Subjects that are no workloads.</summary>
    internal virtual IEnumerable<CheckSubject> OtherSubjects(ClusterView view) => [];

    internal sealed override IEnumerable<CheckSubject> Subjects(ClusterView view) => Of(view.Workloads.All, view).Concat(OtherSubjects(view));

    internal sealed override IEnumerable<CheckSubject> SubjectsIn(string ns, ClusterView view) =>
        Of(view.Workloads.InNamespace(ns), view).Concat(OtherSubjects(view).Where(subject => subject.Ref.ScopeNamespace == ns));

    internal CheckSubject? SubjectOf(Workload workload, ClusterView view) => Concerns(workload, view) ? new(workload.Ref, workload) : null;

    internal override CheckSubject? SubjectOf(KubeObject item, ClusterView view) => view.Workloads.Of(item) is { } workload ? SubjectOf(workload, view) : null;

    private IEnumerable<CheckSubject> Of(IEnumerable<Workload> workloads, ClusterView view)
    {
        foreach (var workload in workloads)
        {
            workload.ArePodsAsked = false;
            if (Concerns(workload, view))
                yield return new(workload.Ref, workload);
        }
    }

    internal override void Judge(CheckSubject subject, ClusterView view, Judgement judgement)
    {
        var workload = (Workload)subject.Target;
        Evaluate(workload, workload.Template, view, judgement);
        if (TemplateOnly)
            return;
        foreach (var live in workload.LiveViews)
            Evaluate(workload, live, view, judgement);
    }
}
