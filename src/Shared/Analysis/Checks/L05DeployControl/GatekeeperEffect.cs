using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-GATEKEEPER-EFFECTIVE: constraints of Gatekeeper refuse violations (absent means deny; a scoped one denies at admission), the audit finds none, and no
/// user namespace is left out: by the constraint, by Gatekeeper's Config or by the label that it ignores. A cluster check: constraints have own kinds.
/// </summary>
internal sealed class GatekeeperEffect : ClusterCheck
{
    private const string Group = "constraints.gatekeeper.sh";
    private const string IgnoreLabel = "admission.gatekeeper.sh/ignore";
    private static readonly KindRef Config = new("config.gatekeeper.sh", "Config");

    public override string Id => "L5-GATEKEEPER-EFFECTIVE";

    public override IReadOnlyList<KindRef> Reads { get; } = [new(Group, "K8sAllowedRepos"), new(Group, "K8sAllowedReposv2"), Config, .. Kinds<Namespace>()];

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
        foreach (var config in view.Inventory.All(Config).OfType<GenericObject>().Where(config => config.Name == "config"))
            foreach (var (index, entry) in config.Spec.Field("match").Items().Index())
                if (entry.Field("processes").Texts().Any(process => process is "*" or "webhook"))
                    Excluded(entry, $"Config/{config.Namespace}/config: spec.match[{index}].", view, judgement);
        foreach (var ns in view.Namespaces.OrderBy(ns => ns.Name, StringComparer.Ordinal))
            if (!view.IsSystem(ns.Name) && ns.Metadata.Labels.ContainsKey(IgnoreLabel))
                judgement.Fail($"Namespace/{ns.Name}: metadata.labels[{IgnoreLabel}]", ns.Metadata.Labels[IgnoreLabel]!, "absent", $"Gatekeeper looks at nothing in {ns.Name}.");
    }

    private static void Constraint(GenericObject constraint, string at, ClusterView view, Judgement judgement)
    {
        if (!OtherRules.Denies(constraint))
            judgement.Fail($"{at}spec.enforcementAction", constraint.Spec.Text("enforcementAction")!, "deny",
                "The constraint records or warns but refuses nothing at admission.");
        if (constraint.Status.Field("totalViolations").Number() is not { } count)
            judgement.NotAssessed($"{constraint.Kind} {constraint.Name} carries no result of an audit, so whether objects violate it is unknown.");
        else if (count > 0)
            judgement.Fail($"{at}status.totalViolations", $"{count}", "0", "Objects that violate the constraint exist; admission looks at changes only.");
        Excluded(constraint.Spec.Field("match"), $"{at}spec.match.", view, judgement);
    }

    private static void Excluded(JsonElement? match, string at, ClusterView view, Judgement judgement)
    {
        foreach (var (index, name) in match.Field("excludedNamespaces").Texts().Index())
            if (view.Namespaces.Any(ns => !view.IsSystem(ns.Name) && IsNamed(name, ns.Name)))
                judgement.Fail($"{at}excludedNamespaces[{index}]", name, "system namespaces only", "A user namespace is left out.");
    }

    /// <summary>A <c>*</c> in front, at the end or at both stands for any text.</summary>
    private static bool IsNamed(string pattern, string ns) => (pattern.StartsWith('*'), pattern.EndsWith('*')) switch
    {
        (true, true) => ns.Contains(pattern.Trim('*'), StringComparison.Ordinal),
        (true, false) => ns.EndsWith(pattern[1..], StringComparison.Ordinal),
        (false, true) => ns.StartsWith(pattern[..^1], StringComparison.Ordinal),
        _ => pattern == ns,
    };
}
