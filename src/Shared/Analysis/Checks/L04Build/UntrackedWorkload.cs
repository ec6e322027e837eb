using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-WL-UNTRACKED: in a namespace that is delivered from Git each workload carries the mark of its delivery, and nobody edited it by hand after. What a
/// controller made is its owner's matter.
/// </summary>
internal sealed class UntrackedWorkload : WorkloadCheck
{
    public override string Id => "L4-WL-UNTRACKED";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Namespace>()];

    protected override bool TemplateOnly => true;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        var metadata = workload.Object.Metadata;
        if (!IsDeclared(workload.Namespace, view))
        {
            judgement.NotApplicable("The namespace is not declared as delivered from Git.");
            return;
        }
        foreach (var owner in metadata.OwnerReferences)
            if (owner.Controller == true)
            {
                judgement.NotApplicable("Made by a controller.");
                return;
            }
        if (DeliveryMarks.Of(metadata) is not { } mark)
            judgement.Fail("metadata.labels", "no mark of a delivery tool", "a mark of Argo CD, Flux or Helm, or app.kubernetes.io/managed-by",
                "Nobody can tell where the workload comes from, or bring it back.");
        else if (LastEditor(metadata) is { } editor)
            judgement.Fail($"metadata.managedFields[manager={editor}]", editor, "the delivery tool",
                "Somebody changed the workload by hand: what runs is not what was reviewed.");
        else
            judgement.Note("metadata", mark, metadata.Writers is null
                ? "Marked. Who wrote it last is not in the data." : "Marked, and written by its delivery tool.");
    }

    private static bool IsDeclared(string ns, ClusterView view)
    {
        foreach (var pattern in view.Policy.GitOpsNamespaces)
            if (pattern.EndsWith('*') ? ns.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : pattern == ns)
                return true;
        return view.NamespaceOf(ns) is { } space && DeliveryMarks.OfGit(space.Metadata) is not null;
    }

    /// <summary>The last writer of the spec, when it was a person with kubectl.</summary>
    private static string? LastEditor(ObjectMeta metadata)
    {
        var writers = metadata.Writers ?? [];
        for (var i = writers.Count - 1; i >= 0; i--)
            if (writers[i].WroteSpec)
                return writers[i].Manager is "kubectl-edit" or "kubectl-patch" ? writers[i].Manager : null;
        return null;
    }
}
