using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-SA-TOKEN-AUTOMOUNT: no API token is mounted unless the pod asks for one in a projected volume (CIS 5.1.6). The pod's value wins over the service
/// account's, absent means true. High when the account holds any right of its own, low when it holds none. An account is judged by its own value unless
/// all its workloads give one; account default is L6-SA-DEFAULT-USED's.
/// </summary>
internal sealed class TokenAutomount : WorkloadOrObjectCheck<ServiceAccount>
{
    private const string Field = "automountServiceAccountToken";

    public override string Id => "L6-SA-TOKEN-AUTOMOUNT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ServiceAccount>(), .. WorkloadKinds, .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    internal override bool HeedsReplica(Workload workload) => false;

    /// <summary>A RoleBinding of another namespace may name the account.</summary>
    internal override bool ReachesOtherNamespaces(KubeObject changed) => changed is RoleBinding;

    protected override bool Concerns(ServiceAccount item, ClusterView view) => item.Name != "default";

    protected override void Evaluate(ServiceAccount item, ClusterView view, Judgement judgement)
    {
        if (item.AutomountServiceAccountToken == false)
            return;
        var users = view.Workloads.InNamespace(item.Namespace).Where(workload => workload.ServiceAccountName == item.Name).ToList();
        if (users.Count > 0 && users.TrueForAll(workload => workload.Template.Spec.AutomountServiceAccountToken == false))
            judgement.Note(Field, item.AutomountServiceAccountToken is null ? "absent" : "true", "Every workload that uses the account switches it off itself.");
        else
            Report(Field, item.AutomountServiceAccountToken, item.Namespace, item.Name, view, judgement);
    }

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.Spec.AutomountServiceAccountToken == false)
            return;
        var name = pod.Spec.ServiceAccountName is { Length: > 0 } own ? own : "default";
        var account = view.Inventory.Find<ServiceAccount>(workload.Namespace, name);
        if (pod.Spec.AutomountServiceAccountToken is null && account?.AutomountServiceAccountToken == false)
            return;
        Report(pod.At(Field), pod.Spec.AutomountServiceAccountToken, workload.Namespace, name, view, judgement);
    }

    private static void Report(EvidencePath path, bool? value, string ns, string name, ClusterView view, Judgement judgement)
    {
        var bound = view.Access.OfServiceAccountItself(ns, name).Count > 0;
        judgement.Fail(path, value is null ? "absent" : "true", "false",
            $"Every container gets an API token of service account {name}, which {(bound ? "is bound to a role" : "is bound to no role")}.",
            bound ? Severity.High : Severity.Low);
    }
}
