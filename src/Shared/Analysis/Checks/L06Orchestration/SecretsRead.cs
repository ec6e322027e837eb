using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>L6-RBAC-SECRETS-READ: get, list or watch on secrets without resourceNames (CIS 5.1.2). The whole cluster is high, one namespace medium.</summary>
internal sealed class SecretsRead : RightCheck
{
    public override string Id => "L6-RBAC-SECRETS-READ";

    protected override string Expected => "get on named Secrets only";

    protected override string? RightOf(PolicyRule rule, AccessBinding binding) =>
        rule.ResourceNames.Count == 0 && RuleMatch.Reaches(rule, "", "secrets") && RuleMatch.FirstVerb(rule, "list", "watch", "get") is { } verb
            ? $"{verb} secrets"
            : null;

    protected override Severity? SeverityOf(string right, AccessBinding binding) => binding.Namespace is null ? null : Severity.Medium;
}
