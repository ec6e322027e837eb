using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-PSA-BYPASS-RBAC: update or patch of namespaces lets the holder take the Pod Security label off. In a RoleBinding it works for its own namespace;
/// resourceNames don't help, since the own name is enough.
/// </summary>
internal sealed class NamespaceRelabel : RightCheck
{
    public override string Id => "L5-PSA-BYPASS-RBAC";

    protected override string Expected => "no update or patch on namespaces";

    protected override string? RightOf(PolicyRule rule, AccessBinding binding) =>
        RuleMatch.Reaches(rule, "", "namespaces") && RuleMatch.FirstVerb(rule, "update", "patch") is { } verb ? $"{verb} namespaces" : null;
}
