using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-RBAC-WILDCARD: no <c>*</c> in the rules of a role (CIS 5.1.3), ranked by how many of verbs, resources and groups have one; and no deleting of events,
/// logs or workloads over the whole cluster for somebody who is no component of Kubernetes. A role bound to nobody says so.
/// </summary>
internal sealed class WildcardRules : ObjectCheck<KubeObject>
{
    private static readonly (string Group, string Resource)[] Precious =
    [
        ("", "events"), ("events.k8s.io", "events"), ("", "pods/log"), ("", "pods"), ("apps", "deployments"), ("apps", "daemonsets"), ("apps", "statefulsets"),
        ("apps", "replicasets"), ("", "replicationcontrollers"), ("batch", "jobs"), ("batch", "cronjobs"),
    ];

    public override string Id => "L6-RBAC-WILDCARD";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    /// <summary>A RoleBinding may reference a ClusterRole.</summary>
    public override bool CrossNamespace => true;

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<Role>(), .. Kinds<ClusterRole>()];

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        var rules = item is ClusterRole cluster ? cluster.Rules : ((Role)item).Rules;
        for (var i = 0; i < rules.Count; i++)
        {
            Wildcards(i, rules[i], item, view, judgement);
            if (rules[i].ResourceNames.Count == 0 && RuleMatch.FirstVerb(rules[i], "deletecollection", "delete") is { } verb)
                MassDelete(i, rules[i], verb, item, view, judgement);
        }
    }

    private static void Wildcards(int index, PolicyRule rule, KubeObject item, ClusterView view, Judgement judgement)
    {
        var verbs = rule.Verbs.Contains("*");
        var resources = rule.Resources.FirstOrDefault(resource => resource == "*" || resource.EndsWith("/*", StringComparison.Ordinal) || resource.StartsWith("*/", StringComparison.Ordinal));
        var groups = rule.ApiGroups.Contains("*");
        if (!verbs && resources is null && !groups && !rule.NonResourceURLs.Contains("*"))
            return;
        var field = verbs ? "verbs" : resources is not null ? "resources" : groups ? "apiGroups" : "nonResourceURLs";
        Severity severity = verbs && resources is not null ? groups ? Severity.Critical : Severity.High : Severity.Medium;
        var bound = view.Access.BindingsOf(item).Any(binding => binding.Subjects.Count > 0) ? "" : " Bound to nobody: counts half.";
        judgement.Fail($"rules[{index}].{field}", $"verbs {string.Join(',', rule.Verbs)} on {string.Join(',', rule.Resources.Concat(rule.NonResourceURLs))} of groups "
            + string.Join(',', rule.ApiGroups.Select(group => group.Length == 0 ? "core" : group)), "explicit lists",
            $"The rule has a wildcard; rights that Kubernetes or an add-on adds later are granted too.{bound}", severity);
    }

    private static void MassDelete(int index, PolicyRule rule, string verb, KubeObject item, ClusterView view, Judgement judgement)
    {
        foreach (var (group, resource) in Precious)
            if (RuleMatch.Reaches(rule, group, resource))
            {
                if (view.Access.BindingsOf(item).FirstOrDefault(binding => binding.Namespace is null && binding.Holders.Count > 0) is { } binding)
                    judgement.Fail($"rules[{index}].verbs", $"{verb} {resource}", "no delete over the whole cluster",
                        $"{SubjectClass.Describe(binding.Holders, "")} may {verb} {resource} in the whole cluster.", Severity.Medium);
                return;
            }
    }
}
