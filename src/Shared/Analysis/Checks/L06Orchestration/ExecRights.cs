using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-RBAC-EXEC: nobody but trusted operators opens shells, attaches, forwards ports or adds debug containers, in the whole cluster or in a namespace that is not
/// for development by the policy. Before 1.35 get is enough for exec, attach and port-forward over a web socket.
/// </summary>
internal sealed class ExecRights : RightCheck
{
    private static readonly string[] Connections = ["pods/exec", "pods/attach", "pods/portforward"];

    public override string Id => "L6-RBAC-EXEC";

    protected override string Expected => "granted for a time, to named operators";

    protected override string? RightOf(PolicyRule rule, AccessBinding binding)
    {
        if (rule.ResourceNames.Count > 0)
            return null;
        foreach (var resource in Connections)
            if (RuleMatch.Reaches(rule, "", resource) && RuleMatch.FirstVerb(rule, "create", "get") is { } verb)
                return $"{verb} {resource}";
        return RuleMatch.Reaches(rule, "", "pods/ephemeralcontainers") && RuleMatch.FirstVerb(rule, "update", "patch") is { } change
            ? $"{change} pods/ephemeralcontainers"
            : null;
    }

    protected override bool Matters(AccessBinding binding, ClusterView view, Judgement judgement)
    {
        if (binding.Namespace is not { } ns || !view.Policy.IsDevelopment(ns))
            return true;
        judgement.Note("metadata.namespace", ns, "A development namespace by the policy.");
        return false;
    }

    protected override bool Counts(string right, ClusterView view) => !right.StartsWith("get ", StringComparison.Ordinal)
        || view.Inventory.ServerVersion is null || !view.IsAtLeast(35);
}
