using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks;

/// <summary>A check of namespaces. A namespace that only its objects name (a folder without the Namespace object) is a subject too.</summary>
public abstract class NamespaceCheck : Check
{
    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<Namespace>()];

    protected virtual bool Concerns(Namespace ns, ClusterView view) => true;

    protected abstract void Evaluate(Namespace ns, ClusterView view, Judgement judgement);

    internal sealed override IEnumerable<CheckSubject> Subjects(ClusterView view)
    {
        foreach (var ns in view.Namespaces)
            if (Concerns(ns, view))
                yield return new(ns.Ref, ns);
    }

    internal sealed override IEnumerable<CheckSubject> SubjectsIn(string ns, ClusterView view)
    {
        if (view.NamespaceOf(ns) is { } found && Concerns(found, view))
            yield return new(found.Ref, found);
    }

    internal sealed override CheckSubject? SubjectOf(KubeObject item, ClusterView view)
    {
        var name = item is Namespace ? item.Name : item.Namespace;
        return view.NamespaceOf(name) is { } ns && Concerns(ns, view) ? new(ns.Ref, ns) : null;
    }

    internal override void Judge(CheckSubject subject, ClusterView view, Judgement judgement) => Evaluate((Namespace)subject.Target, view, judgement);
}
