using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-SA-TOKEN-AUTOMOUNT: no API token is mounted unless the pod asks for one in a projected volume (CIS 5.1.6). The pod's value wins over the service
/// account's, absent means true. High when the account holds any right of its own, low when it holds none.
/// </summary>
internal sealed class TokenAutomount : WorkloadCheck
{
    private const string Field = "automountServiceAccountToken";

    public override string Id => "L6-SA-TOKEN-AUTOMOUNT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ServiceAccount>(), .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    /// <summary>A RoleBinding of another namespace may name the account.</summary>
    public override bool CrossNamespace => true;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.Spec.AutomountServiceAccountToken == false)
            return;
        var name = pod.Spec.ServiceAccountName is { Length: > 0 } own ? own : "default";
        var account = view.Inventory.Find<ServiceAccount>(workload.Namespace, name);
        if (pod.Spec.AutomountServiceAccountToken is null && account?.AutomountServiceAccountToken == false)
            return;
        var bound = view.Access.OfServiceAccountItself(workload.Namespace, name).Any();
        judgement.Fail(pod.At(Field), pod.Spec.AutomountServiceAccountToken is null ? "absent" : "true", "false",
            $"Every container gets an API token of service account {name}, which {(bound ? "is bound to a role" : "is bound to no role")}.",
            bound ? Severity.High : Severity.Low);
    }
}
