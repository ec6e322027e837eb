using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-NS-QUOTA: a namespace has a ResourceQuota on cpu and memory, a LimitRange (low), and where the policy's isolation label names a tenant also a bound on the
/// number of objects (low).
/// </summary>
internal sealed class NamespaceQuota : NamespaceCheck
{
    public override string Id => "L6-NS-QUOTA";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ResourceQuota>(), .. Kinds<LimitRange>()];

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        var (cpu, memory, counts) = view.Quotas.In(ns.Name);
        var compute = cpu && memory;
        if (!compute)
            judgement.Fail("ResourceQuota", cpu ? "none on memory" : memory ? "none on cpu" : "none on cpu or memory", "a ResourceQuota on cpu and memory",
                $"Workloads of {ns.Name} may use up the cluster.");
        if (!view.Quotas.HasLimitRange(ns.Name))
            judgement.Fail("LimitRange", "absent", "a LimitRange with defaults", "Containers without requests and limits are not given any.", Severity.Low);
        if (compute && !counts && ns.Metadata.Labels.ContainsKey(view.Policy.IsolationLabel))
            judgement.Fail("ResourceQuota: spec.hard", "no bound on the number of objects", "pods, services.loadbalancers or count/…",
                "A tenant may fill the API server with objects.", Severity.Low);
    }
}
