using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>L7-DNS-TAMPER: nobody but the platform changes the ConfigMap of the cluster's DNS, by its name or with all of kube-system.</summary>
internal sealed class DnsTamper : RightCheck
{
    public override string Id => "L7-DNS-TAMPER";

    protected override string Expected => "no write on ConfigMaps of kube-system";

    protected override string? RightOf(PolicyRule rule, AccessBinding binding) =>
        binding.Namespace is null or ControlPlaneFlags.Namespace && RuleMatch.Reaches(rule, "", "configmaps")
        && (rule.ResourceNames.Count == 0 || rule.ResourceNames.Contains("coredns") || rule.ResourceNames.Contains("kube-dns"))
        && RuleMatch.FirstVerb(rule, "update", "patch") is { } verb
            ? $"{verb} the ConfigMap of cluster DNS"
            : null;
}
