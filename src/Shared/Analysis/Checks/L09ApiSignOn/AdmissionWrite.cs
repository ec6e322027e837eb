using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-RBAC-WEBHOOK-WRITE: nobody but platform controllers changes webhooks, CEL admission policies or the policies of Kyverno and Gatekeeper (CIS 5.1.12). A
/// rule for named objects counts: one name is enough to switch enforcement off. A RoleBinding only reaches the namespaced kinds, and counts when its rule names
/// the group: every namespace administrator holds <c>*</c>.
/// </summary>
internal sealed class AdmissionWrite : RightCheck
{
    private static readonly (string Group, string[] Resources, bool Namespaced)[] Guarded =
    [
        ("admissionregistration.k8s.io",
            [
                "validatingwebhookconfigurations", "mutatingwebhookconfigurations", "validatingadmissionpolicies", "validatingadmissionpolicybindings",
                "mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
            ], false),
        ("kyverno.io", ["clusterpolicies"], false), ("kyverno.io", ["policyexceptions"], true),
        ("policies.kyverno.io", ["validatingpolicies", "imagevalidatingpolicies", "mutatingpolicies"], false),
        ("policies.kyverno.io", ["policyexceptions"], true),
        ("templates.gatekeeper.sh", ["constrainttemplates"], false), ("config.gatekeeper.sh", ["configs"], true),
        ("mutations.gatekeeper.sh", ["assign", "assignmetadata", "modifyset", "assignimage"], false),
    ];

    public override string Id => "L9-RBAC-WEBHOOK-WRITE";

    protected override string Expected => "held by platform controllers only";

    protected override string? RightOf(PolicyRule rule, AccessBinding binding)
    {
        if (RuleMatch.FirstVerb(rule, "create", "update", "patch", "delete", "deletecollection") is not { } verb)
            return null;
        foreach (var (group, resources, namespaced) in Guarded)
            foreach (var resource in resources)
                if (RuleMatch.Reaches(rule, group, resource) && (binding.Namespace is null || (namespaced && rule.ApiGroups.Contains(group))))
                    return $"{verb} {resource}";
        return binding.Namespace is null && rule.Resources.Count > 0 && rule.ApiGroups.Contains("constraints.gatekeeper.sh") ? $"{verb} constraints" : null;
    }
}
