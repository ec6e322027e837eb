using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-NODE-TENANT-MIXING: the pods of a node belong to one value of the policy's isolation label; system namespaces, DaemonSets and namespaces without the label
/// do not count.
/// </summary>
internal sealed class TenantMixing : ObjectCheck<Node>
{
    public override string Id => "L1-NODE-TENANT-MIXING";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>(), .. Kinds<Namespace>()];

    public override bool CrossNamespace => true;

    protected override void Evaluate(Node item, ClusterView view, Judgement judgement)
    {
        var tenants = view.NodeTenants.On(item.Name);
        if (tenants.Count == 0)
            judgement.NotApplicable($"No pod on the node belongs to a namespace with {view.Policy.IsolationLabel}.");
        else if (tenants.Count > 1)
            judgement.Fail("Pod: spec.nodeName", string.Join(", ", tenants.Take(5)), "pods of one value",
                $"{tenants.Count} values of {view.Policy.IsolationLabel} share the node: whoever breaks out of one reaches the others.");
    }
}
