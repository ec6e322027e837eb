using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>L10-AGENT-ADMIN: the account by which a hub acts in this cluster holds neither cluster-admin nor every verb on every resource.</summary>
internal sealed class AgentAdmin : FederationCheck<ClusterRoleBinding>
{
    public override string Id => "L10-AGENT-ADMIN";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ClusterRole>()];

    protected override string Absent => "No binding names the agent of a fleet component.";

    protected override bool Concerns(ClusterRoleBinding item, ClusterView view) => item.Subjects.Any(subject => FleetHubs.AgentOf(subject, "") is not null);

    protected override void Evaluate(ClusterRoleBinding item, ClusterView view, Judgement judgement)
    {
        var binding = view.Access.BindingOf(item);
        if (!binding.IsKnown)
            judgement.NotAssessed($"ClusterRole {item.RoleRef.Name} is not among the objects read, so the rights it grants are unknown.");
        else if (binding.IsClusterAdmin || binding.Rules.Any(IsWild))
            for (var i = 0; i < item.Subjects.Count; i++)
                if (FleetHubs.AgentOf(item.Subjects[i], "") is { } product)
                    judgement.Fail($"subjects[{i}]", $"{SubjectClass.NameOf(item.Subjects[i], "")} holds {item.RoleRef.Name}",
                        "a role with the rights its work needs", $"Whoever owns the hub of {product} owns this cluster.");
    }

    private static bool IsWild(PolicyRule rule) => rule.ResourceNames.Count == 0 && rule.Verbs.Contains("*") && rule.Resources.Contains("*");
}
