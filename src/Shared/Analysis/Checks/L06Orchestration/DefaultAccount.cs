using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-SA-DEFAULT-USED: the account that every pod gets without asking is bound to no role (high), no pod runs as it with a token (medium), and it mounts none by
/// default (low).
/// </summary>
internal sealed class DefaultAccount : NamespaceCheck
{
    private const string Name = "default";
    private const string Field = "automountServiceAccountToken";

    public override string Id => "L6-SA-DEFAULT-USED";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ServiceAccount>(), .. WorkloadKinds, .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    /// <summary>A RoleBinding of another namespace may name the account.</summary>
    internal override bool ReachesOtherNamespaces(KubeObject changed) => changed is RoleBinding;

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        foreach (var grant in view.Access.BySubject[("ServiceAccount", ns.Name, Name)])
            judgement.Fail($"{grant.Binding.Kind}/{grant.Binding.Name}: subjects", $"{ns.Name}/{Name}", "an account of the workload that needs it",
                $"Every pod of {ns.Name} that names no account holds {grant.Role.Kind} {grant.Role.Name}.", Severity.High);
        var account = view.Inventory.Find<ServiceAccount>(ns.Name, Name);
        foreach (var workload in view.Workloads.InNamespace(ns.Name).Where(workload => workload.ServiceAccountName == Name)
            .OrderBy(workload => workload.Object.Ref.ToString(), StringComparer.Ordinal))
            if ((workload.Template.Spec.AutomountServiceAccountToken ?? account?.AutomountServiceAccountToken) != false)
                judgement.Fail($"{workload.Object.Kind}/{workload.Object.Name}: {workload.Template.At("serviceAccountName")}", Name, "an account of its own, or no token",
                    $"{workload.Object.Name} runs as the default account and gets its token.", Severity.Medium);
        if (account is null)
            judgement.NotAssessed($"Service account {ns.Name}/{Name} is not among the objects read.");
        else if (account.AutomountServiceAccountToken != false)
            judgement.Fail($"ServiceAccount/{Name}: {Field}", account.AutomountServiceAccountToken is null ? "absent" : "true", "false",
                "Every pod that names no account gets a token.", Severity.Low);
    }
}
