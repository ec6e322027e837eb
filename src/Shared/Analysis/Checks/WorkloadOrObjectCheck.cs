using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks;

/// <summary>
/// A check of workloads and, by the same control, of the objects of one more record type, or of the <see cref="ObjectKinds"/> it names (with
/// <see cref="KubeObject"/> as type when they are of several record types).
/// </summary>
public abstract class WorkloadOrObjectCheck<T> : WorkloadCheck
    where T : KubeObject
{
    private IReadOnlyList<KindRef>? _subjectKinds;

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<KindRef> SubjectKinds => _subjectKinds ??= [.. Workload.AllKinds.Union(ObjectKinds)];

    /// <summary>Kinds of the objects beside the workloads.</summary>
    protected virtual IReadOnlyList<KindRef> ObjectKinds { get; } = [.. Kinds<T>()];

    /// <summary>Whether an object beside the workloads is a subject at all.</summary>
    protected virtual bool Concerns(T item, ClusterView view) => true;

    protected abstract void Evaluate(T item, ClusterView view, Judgement judgement);

    internal sealed override IEnumerable<CheckSubject> OtherSubjects(ClusterView view) => ObjectKinds.SelectMany(view.Inventory.All).OfType<T>()
        .Where(item => Concerns(item, view)).Select(item => new CheckSubject(item.Ref, item));

    internal sealed override CheckSubject? SubjectOf(KubeObject item, ClusterView view) =>
        item is T own && ObjectKinds.Contains(new(item.Group, item.Kind)) && Concerns(own, view) ? new(own.Ref, own) : base.SubjectOf(item, view);

    internal sealed override void Judge(CheckSubject subject, ClusterView view, Judgement judgement)
    {
        if (subject.Target is T item)
            Evaluate(item, view, judgement);
        else
            base.Judge(subject, view, judgement);
    }
}
