using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-RBAC-PV-CREATE: a subject outside the platform may make or change PersistentVolumes, and so mount any path of a node behind a claim (CIS 5.1.9). Holders
/// of every right are administrators, judged by L6-RBAC-CLUSTER-ADMIN.
/// </summary>
internal sealed class VolumeCreators : ObjectCheck<ClusterRoleBinding>
{
    private const string ClusterAdmin = "cluster-admin";

    public override string Id => "L8-RBAC-PV-CREATE";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ClusterRole>()];

    protected override void Evaluate(ClusterRoleBinding item, ClusterView view, Judgement judgement)
    {
        var role = view.Inventory.Find<ClusterRole>("", item.RoleRef.Name);
        if (item.RoleRef.Name == ClusterAdmin || role?.Rules.Any(IsEverything) == true)
        {
            judgement.Note("roleRef.name", item.RoleRef.Name, "Administrators; judged by L6-RBAC-CLUSTER-ADMIN.");
            return;
        }
        for (var i = 0; i < item.Subjects.Count; i++)
            if (!PlatformSubjects.IsPlatform(item.Subjects[i], "", view))
                Judge(item, item.Subjects[i], i, role, judgement);
    }

    private static void Judge(ClusterRoleBinding binding, Subject subject, int place, ClusterRole? role, Judgement judgement)
    {
        if (role is null || (role.AggregationRule is not null && role.Rules.Count == 0))
            judgement.NotAssessed($"The rules of ClusterRole {binding.RoleRef.Name} are not among the objects read.");
        else if (VerbOf(role) is { } verb)
            judgement.Fail($"subjects[{place}]", $"{subject.Kind} {subject.Name}", "storage controllers and administrators only",
                $"{subject.Kind} {subject.Name} may {verb} PersistentVolumes by ClusterRole {role.Name}.");
    }

    private static string? VerbOf(ClusterRole role)
    {
        foreach (var verb in (ReadOnlySpan<string>)["create", "update", "patch"])
            foreach (var rule in role.Rules)
                if (RuleMatch.Allows(rule, "", "persistentvolumes", verb))
                    return verb;
        return null;
    }

    private static bool IsEverything(PolicyRule rule) =>
        rule.ResourceNames.Count == 0 && rule.Verbs.Contains("*") && rule.ApiGroups.Contains("*") && rule.Resources.Contains("*");
}
