using Posture.Analysis.Indexes;
using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>
/// L3-REG-POLICY-ENFORCED: an engine refuses images of foreign registries in each namespace outside the system and the engines' own. Rules written as
/// expressions are recognised by their text; one that only warns or records is named, and does not count.
/// </summary>
internal sealed class RegistryPolicyEnforced : ClusterCheck
{
    private const string Expected = "an enforcing rule on image sources for every tenant namespace";

    private static readonly string[] EngineNamespaces = ["kyverno", "gatekeeper-system", "cosign-system"];

    public override string Id => "L3-REG-POLICY-ENFORCED";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. ImagePolicyIndex.Kinds, .. Kinds<Namespace>()];

    public override bool DecidesWithoutReads => true;

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var rules = view.ImagePolicies.Rules.Where(rule => rule.RestrictsSources).ToList();
        var enforcing = rules.FindAll(rule => rule.Enforcing);
        var states = view.Namespaces.Where(ns => !view.IsSystem(ns.Name) && !EngineNamespaces.Contains(ns.Name))
            .OrderBy(ns => ns.Name, StringComparer.Ordinal).Select(ns => (ns.Name, Covered: Covered(enforcing, ns))).ToList();
        var guarded = enforcing.Count > 0 && states.TrueForAll(state => state.Covered == true);
        var unread = Reads.Where(kind => !view.Inventory.Covers(kind)).Take(1).ToList();
        if (guarded)
            judgement.Note(enforcing[0].Path, enforcing[0].Title, $"{enforcing.Count} enforcing rules limit where images come from.");
        else if (unread.Count > 0)
            judgement.NotAssessed($"{unread[0]} could not be read and may hold a rule on image sources.");
        else if (enforcing.Count == 0)
            judgement.Fail("admission",
                rules.Count == 0 ? "no rule on image sources" : $"not enforced: {string.Join(", ", rules.Take(3).Select(rule => rule.Title))}", Expected,
                "Nothing stops a workload from running an image of any registry.");
        else
            JudgeNamespaces(states, judgement);
    }

    private static void JudgeNamespaces(List<(string Name, bool? Covered)> states, Judgement judgement)
    {
        foreach (var (name, covered) in states)
            if (covered is null)
                judgement.NotAssessed($"Conditions written as expressions decide whether a rule on image sources holds in {name}.");
            else if (covered == false)
                judgement.Fail($"Namespace/{name}", "no enforcing rule covers it", Expected, $"In {name} nothing stops an image of any registry.");
    }

    private static bool? Covered(List<ImageRule> rules, Namespace ns)
    {
        bool? covered = false;
        foreach (var rule in rules)
            switch (rule.Covers(ns))
            {
                case true:
                    return true;
                case null:
                    covered = null;
                    break;
            }
        return covered;
    }
}
