using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks;

/// <summary>A check whose subjects are the bindings of RBAC: where a right meets the one who holds it.</summary>
public abstract class BindingCheck : ObjectCheck<KubeObject>
{
    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Role>(), .. Kinds<ClusterRole>()];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    protected abstract void Evaluate(AccessBinding binding, ClusterView view, Judgement judgement);

    protected sealed override void Evaluate(KubeObject item, ClusterView view, Judgement judgement) => Evaluate(view.Access.BindingOf(item), view, judgement);
}
