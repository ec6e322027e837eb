using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-SA-DEFAULT-USED: the account that every pod gets without asking is bound to no role (high), no pod runs as it with a token (medium), and it mounts none by
/// default (low). Nor does a workload name an account that does not exist (low): that the account default is there shows that the namespace's were read.
/// </summary>
internal sealed class DefaultAccount : NamespaceCheck
{
    private const string Name = "default";
    private const string Field = "automountServiceAccountToken";

    public override string Id => "L6-SA-DEFAULT-USED";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ServiceAccount>(), .. WorkloadKinds, .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    internal override bool HeedsReplica(Workload workload) => false;

    /// <summary>A RoleBinding of another namespace may name the account.</summary>
    internal override bool ReachesOtherNamespaces(KubeObject changed) => changed is RoleBinding;

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        foreach (var grant in view.Access.BySubject[("ServiceAccount", ns.Name, Name)])
            judgement.Fail($"{grant.Binding.Kind}/{grant.Binding.Name}: subjects", $"{ns.Name}/{Name}", "an account of the workload that needs it",
                $"Every pod of {ns.Name} that names no account holds {grant.Role.Kind} {grant.Role.Name}.", Severity.High);
        var account = view.Inventory.Find<ServiceAccount>(ns.Name, Name);
        var workloads = view.Workloads.InNamespace(ns.Name).OrderBy(workload => workload.Ref.Kind, StringComparer.Ordinal)
            .ThenBy(workload => workload.Ref.Name, StringComparer.Ordinal).ToList();
        foreach (var workload in workloads)
            if (workload.ServiceAccountName == Name && (workload.Template.Spec.AutomountServiceAccountToken ?? account?.AutomountServiceAccountToken) != false)
                judgement.Fail(At(workload), Name, "an account of its own, or no token",
                    $"{workload.Object.Name} runs as the default account and gets its token.", Severity.Medium);
        if (account is null)
        {
            judgement.NotAssessed($"Service account {ns.Name}/{Name} is not among the objects read.");
            return;
        }
        if (account.AutomountServiceAccountToken != false)
            judgement.Fail($"ServiceAccount/{Name}: {Field}", account.AutomountServiceAccountToken is null ? "absent" : "true", "false",
                "Every pod that names no account gets a token.", Severity.Low);
        foreach (var workload in workloads)
            if (view.Inventory.Find<ServiceAccount>(ns.Name, workload.ServiceAccountName) is null)
                judgement.Fail(At(workload), workload.ServiceAccountName, "an account that exists",
                    $"{workload.Object.Name} cannot start; whoever creates the account holds its rights.", Severity.Low);
    }

    private static string At(Workload workload) => $"{workload.Object.Kind}/{workload.Object.Name}: {workload.Template.At("serviceAccountName")}";
}
