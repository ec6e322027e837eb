using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-RBAC-NODE-PROXY: any verb on nodes/proxy, get included, runs commands in every pod of the node past audit and admission. Only a ClusterRoleBinding
/// reaches nodes. <c>nodes/*</c> has no effect in the RBAC authorizer but shows the intent and works in others, so it counts.
/// </summary>
internal sealed class NodeProxy : RightCheck
{
    private static readonly string[] ApiServerNames = ["kube-apiserver", "kube-apiserver-kubelet-client", "kubelet-api"];

    public override string Id => "L6-RBAC-NODE-PROXY";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ClusterRole>()];

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<ClusterRoleBinding>()];

    protected override string Expected => "nodes/metrics, nodes/stats, nodes/log, nodes/pods or nodes/healthz instead of nodes/proxy";

    protected override string? RightOf(PolicyRule rule, AccessBinding binding) =>
        rule.Verbs.Count > 0
        && (RuleMatch.Reaches(rule, "", "nodes/proxy") || RuleMatch.Reaches(rule, "", "nodes/*"))
        && !IsApiServer(binding)
            ? $"{string.Join(',', rule.Verbs)} nodes/proxy"
            : null;

    /// <summary>The API server's own client identity towards kubelets, under its usual names.</summary>
    private static bool IsApiServer(AccessBinding binding) =>
        binding.RoleRef.Name == "system:kubelet-api-admin"
        && binding.Holders.All(subject => subject.Kind == "User" && ApiServerNames.Contains(subject.Name));
}
