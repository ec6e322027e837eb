using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks;

/// <summary>A check with one subject: the cluster. Declare every kind it reads; without any object of them it says not assessed itself where absence proves nothing.</summary>
public abstract class ClusterCheck : Check
{
    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<KindRef> SubjectKinds { get; } = [];

    protected abstract void Evaluate(ClusterView view, Judgement judgement);

    internal sealed override IEnumerable<CheckSubject> Subjects(ClusterView view) => [new(view.ClusterRef, view)];

    internal sealed override CheckSubject? SubjectOf(KubeObject item, ClusterView view) => new CheckSubject(view.ClusterRef, view);

    internal sealed override void Judge(CheckSubject subject, ClusterView view, Judgement judgement) => Evaluate(view, judgement);
}
