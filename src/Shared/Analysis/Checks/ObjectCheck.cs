using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks;

/// <summary>
/// A check whose subjects are the objects of one record type, or of the <see cref="SubjectKinds"/> it names (with <see cref="KubeObject"/> as type when they
/// are of several record types).
/// </summary>
public abstract class ObjectCheck<T> : Check
    where T : KubeObject
{
    /// <inheritdoc/>
    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<T>()];

    /// <summary>Whether an object is a subject at all; others get no verdict (not even not applicable).</summary>
    protected virtual bool Concerns(T item, ClusterView view) => true;

    protected abstract void Evaluate(T item, ClusterView view, Judgement judgement);

    /// <summary>Whether the cluster is a subject too; then <see cref="EvaluateCluster"/> judges it.</summary>
    protected virtual bool ConcernsCluster(ClusterView view) => false;

    /// <summary>Judges what no object carries.</summary>
    protected virtual void EvaluateCluster(ClusterView view, Judgement judgement)
    {
    }

    internal sealed override IEnumerable<CheckSubject> Subjects(ClusterView view)
    {
        foreach (var kind in SubjectKinds)
            foreach (var item in view.Inventory.All(kind))
                if (item is T own && Concerns(own, view))
                    yield return new(own.Ref, own);
    }

    internal sealed override CheckSubject? SubjectOf(KubeObject item, ClusterView view) =>
        item is T own && SubjectKinds.Contains(new(item.Group, item.Kind)) && Concerns(own, view) ? new(own.Ref, own) : null;

    internal sealed override CheckSubject? ClusterSubject(ClusterView view) => ConcernsCluster(view) ? new(view.ClusterRef, view) : null;

    internal sealed override void Judge(CheckSubject subject, ClusterView view, Judgement judgement)
    {
        if (subject.Target is T item)
            Evaluate(item, view, judgement);
        else
            EvaluateCluster(view, judgement);
    }
}
