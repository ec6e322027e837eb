using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-GATEKEEPER-EFFECTIVE: constraints of Gatekeeper refuse violations (absent means deny; a scoped one denies in some scope), the audit finds none, and no user
/// namespace is left out, by the constraint or by the label that Gatekeeper ignores. Judged on the cluster: each constraint has a kind of its own.
/// </summary>
internal sealed class GatekeeperEffect : ClusterCheck
{
    private const string Group = "constraints.gatekeeper.sh";
    private const string IgnoreLabel = "admission.gatekeeper.sh/ignore";

    public override string Id => "L5-GATEKEEPER-EFFECTIVE";

    public override IReadOnlyList<KindRef> Reads { get; } = [new(Group, "K8sAllowedRepos"), .. Kinds<Namespace>()];

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var any = false;
        foreach (var constraint in view.Inventory.Generic(Group).OrderBy(item => item.Ref.ToString(), StringComparer.Ordinal))
        {
            any = true;
            Constraint(constraint, $"{constraint.Kind}/{constraint.Name}: ", view, judgement);
        }
        if (!any)
        {
            judgement.NotApplicable("There are no constraints of Gatekeeper.");
            return;
        }
        foreach (var ns in view.Namespaces.OrderBy(ns => ns.Name, StringComparer.Ordinal))
            if (!view.IsSystem(ns.Name) && ns.Metadata.Labels.ContainsKey(IgnoreLabel))
                judgement.Fail($"Namespace/{ns.Name}: metadata.labels[{IgnoreLabel}]", ns.Metadata.Labels[IgnoreLabel]!, "absent", $"Gatekeeper looks at nothing in {ns.Name}.");
    }

    private static void Constraint(GenericObject constraint, string at, ClusterView view, Judgement judgement)
    {
        var action = constraint.Spec.Text("enforcementAction") ?? "deny";
        var denies = action == "scoped"
            ? constraint.Spec.Field("scopedEnforcementActions").Items().Any(scope => scope.Text("action") == "deny")
            : action is not ("dryrun" or "warn");
        if (!denies)
            judgement.Fail($"{at}spec.enforcementAction", action, "deny", "The constraint records or warns but refuses nothing.");
        if (constraint.Status.Field("totalViolations").Number() is > 0 and var count)
            judgement.Fail($"{at}status.totalViolations", $"{count}", "0", "Objects that violate the constraint exist; admission looks at changes only.");
        foreach (var (index, name) in constraint.Spec.Field("match", "excludedNamespaces").Texts().Index())
            if (view.Namespaces.Any(ns => !view.IsSystem(ns.Name) && IsNamed(name, ns.Name)))
                judgement.Fail($"{at}spec.match.excludedNamespaces[{index}]", name, "system namespaces only", "A user namespace is left out.");
    }

    /// <summary>Equal, or a prefix that ends in <c>*</c>, or a suffix that begins with one.</summary>
    private static bool IsNamed(string pattern, string ns) =>
        pattern == ns || (pattern.EndsWith('*') && ns.StartsWith(pattern[..^1], StringComparison.Ordinal))
        || (pattern.StartsWith('*') && ns.EndsWith(pattern[1..], StringComparison.Ordinal));
}
