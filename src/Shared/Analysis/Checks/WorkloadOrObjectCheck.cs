using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks;

/// <summary>A check of workloads and, by the same control, of the objects of one more record type.</summary>
public abstract class WorkloadOrObjectCheck<T> : WorkloadCheck
    where T : KubeObject
{
    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Workload.AllKinds, .. Kinds<T>()];

    /// <summary>Whether an object beside the workloads is a subject at all.</summary>
    protected virtual bool Concerns(T item, ClusterView view) => true;

    protected abstract void Evaluate(T item, ClusterView view, Judgement judgement);

    internal sealed override IEnumerable<CheckSubject> Subjects(ClusterView view) =>
        base.Subjects(view).Concat(view.Inventory.All<T>().Where(item => Concerns(item, view)).Select(item => new CheckSubject(item.Ref, item)));

    internal sealed override CheckSubject? SubjectOf(KubeObject item, ClusterView view)
    {
        if (item is not T own)
            return base.SubjectOf(item, view);
        return Concerns(own, view) ? new(own.Ref, own) : null;
    }

    internal sealed override void Judge(CheckSubject subject, ClusterView view, Judgement judgement)
    {
        if (subject.Target is T item)
            Evaluate(item, view, judgement);
        else
            base.Judge(subject, view, judgement);
    }
}
