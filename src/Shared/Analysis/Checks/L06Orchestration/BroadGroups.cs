using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-RBAC-SUPERGROUP: the groups that everybody or nobody nameable is in hold only what Kubernetes gives them (CIS 5.1.7 in part: who carries
/// system:masters in a certificate is not visible).
/// </summary>
internal sealed class BroadGroups : BindingCheck
{
    private static readonly string[] EverybodyRoles =
        ["system:basic-user", "system:discovery", "system:public-info-viewer", "system:service-account-issuer-discovery"];

    private static readonly string[] NodeRoles =
    [
        "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient", "system:certificates.k8s.io:certificatesigningrequests:selfnodeserver",
        "kubeadm:kubelet-config", "kubeadm:nodes-kubeadm-config", "kubeadm:get-nodes", "eks:node-bootstrapper",
    ];

    public override string Id => "L6-RBAC-SUPERGROUP";

    protected override void Evaluate(AccessBinding binding, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < binding.Subjects.Count; i++)
        {
            var subject = binding.Subjects[i];
            if (!SubjectClass.IsBroad(subject) || subject.Name == SubjectClass.Unauthenticated)
                continue;
            var path = $"subjects[{i}].name";
            if (view.Access.IsShipped(binding.Object) || IsDefault(subject, binding))
                judgement.Note(path, subject.Name, $"{binding.RoleRef.Name} is a default of this group.");
            else
                judgement.Fail(path, subject.Name, "a concrete group of the identity provider",
                    $"{Members(subject)} holds {binding.RoleRef.Kind} {binding.RoleRef.Name} {binding.Place}.");
        }
    }

    private static bool IsDefault(Subject subject, AccessBinding binding) => subject.Name switch
    {
        SubjectClass.Masters => binding is { Namespace: null, Object.Name: ShippedAccess.ClusterAdmin, RoleRef: { Kind: "ClusterRole", Name: ShippedAccess.ClusterAdmin } },
        SubjectClass.Nodes => NodeRoles.Contains(binding.RoleRef.Name),
        _ => binding.RoleRef.Kind == "ClusterRole" && EverybodyRoles.Contains(binding.RoleRef.Name)
            && ShippedAccess.RulesOf(binding.RoleRef.Name) is { } shipped && binding.Rules.All(rule => RuleMatch.Covers(shipped, rule)),
    };

    private static string Members(Subject subject) => subject.Name switch
    {
        SubjectClass.Authenticated => "Whoever has signed in, every service account included,",
        SubjectClass.Masters => "The group that no one can be revoked from (system:masters)",
        SubjectClass.Nodes => "Every node",
        SubjectClass.ServiceAccounts => "Every service account of the cluster",
        _ => $"Every service account of a namespace ({subject.Name})",
    };
}
