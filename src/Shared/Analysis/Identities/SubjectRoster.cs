using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Names;

namespace Posture.Analysis.Identities;

/// <summary>
/// Makes the list of subjects: one pass over the bindings, each role judged once. Subjects that the asker must not know of are one row a kind, without a count.
/// </summary>
internal static class SubjectRoster
{
    public static RosterAnswer Answer(ClusterView view, RosterQuestion question)
    {
        var audience = new Audience(view, question.Within, question.Namespace);
        var rows = Rows(view, audience);
        var listed = rows.Where(row => question.Platform || !row.IsPlatform).ToList();
        var text = Skeleton.Of(question.Text ?? "");
        var found = listed.Where(row => Matches(row, question, text)).ToList();
        return new()
        {
            Rows = [.. found.Skip(question.Skip).Take(Math.Clamp(question.Take, 1, RosterQuestion.MaxTake))],
            Total = found.Count,
            Unfiltered = listed.Count,
            Platform = rows.Count(row => row.IsPlatform),
            Kinds = [.. listed.GroupBy(row => row.Kind).OrderBy(group => group.Key).Select(group => new KindCount(group.Key, group.Count()))],
            Resources = Resources(view, audience),
            Namespaces = audience.Namespaces(RosterQuestion.MaxSuggestions),
            Gaps = AccessGaps.Of(view),
        };
    }

    /// <summary>The row of one subject; null when nothing that the asker may be told names it.</summary>
    public static SubjectRow? RowOf(ClusterView view, Audience audience, Subject subject) =>
        Rows(view, audience).Find(row => !row.IsHidden
            && (row.Subject.Kind, row.Subject.Namespace, row.Subject.Name) == (subject.Kind, subject.Namespace, subject.Name));

    private static List<SubjectRow> Rows(ClusterView view, Audience audience)
    {
        var tallies = new Dictionary<(string Kind, string? Namespace, string Name), SubjectTally>();
        var risks = new Dictionary<(IReadOnlyList<PolicyRule> Rules, string? Place), RoleRisk>(new ByRole());
        foreach (var binding in view.Access.Bindings)
        {
            if (!audience.Tells(binding))
                continue;
            var risk = RiskOf(binding, audience, risks);
            foreach (var member in binding.Members)
            {
                var plain = IdentityKinds.Plain(member);
                var subject = audience.Told(plain);
                var key = (subject.Kind, subject.Namespace, subject.Name);
                if (!tallies.TryGetValue(key, out var tally))
                {
                    var isHidden = subject.Name.Length == 0;
                    tallies[key] = tally = new(subject, !isHidden && PlatformSubjects.IsPlatform(plain, binding.Object.Namespace, view), isHidden);
                }
                tally.Add(binding, risk);
            }
        }
        return
        [
            .. tallies.Values.Select(tally => tally.ToRow()).OrderBy(row => row.IsPlatform).ThenBy(row => row.IsHidden).ThenBy(Gravity)
                .ThenBy(row => row.Kind).ThenBy(row => row.Subject.Namespace, StringComparer.Ordinal).ThenBy(row => row.Subject.Name, StringComparer.Ordinal),
        ];
    }

    private static RoleRisk RiskOf(AccessBinding binding, Audience audience, Dictionary<(IReadOnlyList<PolicyRule>, string?), RoleRisk> risks)
    {
        var rules = audience.RulesOf(binding);
        // Only kube-system differs from other namespaces in what leads to the whole cluster.
        var key = (rules, binding.Namespace is null or "kube-system" ? binding.Namespace : "");
        if (!risks.TryGetValue(key, out var risk))
            risks[key] = risk = new(RiskReasons.Of(rules, binding.Namespace is null), TakeoverRights.Of(binding.Namespace, rules) is not null);
        return risk;
    }

    /// <summary>Everything in the whole cluster, then one step to it, then any reason, then none.</summary>
    private static int Gravity(SubjectRow row) => row switch
    {
        { ClusterWide: true, Risks: [{ Reason: RiskReason.ClusterAdmin, Namespace: null }, ..] } => 0,
        { TakesOver: true } => 1,
        { Risks.Count: > 0 } => 2,
        _ => 3,
    };

    private static bool Matches(SubjectRow row, RosterQuestion question, string text)
    {
        if (question.Kind is { } kind && row.Kind != kind)
            return false;
        if (question.Risky && row.Risks.Count == 0)
            return false;
        return text.Length == 0
            || (!row.IsHidden && Skeleton.Of($"{row.Subject.Namespace}/{row.Subject.Name}").Contains(text, StringComparison.Ordinal));
    }

    private static List<string> Resources(ClusterView view, Audience audience)
    {
        var (seen, names) = (new HashSet<object>(ReferenceEqualityComparer.Instance), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var binding in view.Access.Bindings)
            if (audience.Tells(binding) && audience.RulesOf(binding) is var rules && seen.Add(rules))
                foreach (var rule in rules)
                    foreach (var group in rule.ApiGroups.Where(group => group != "*"))
                        names.UnionWith(rule.Resources.Where(resource => resource != "*").Select(resource => KnownResources.NameOf(group, resource)));
        return [.. names.Take(RosterQuestion.MaxSuggestions)];
    }

    /// <summary>Roles are told apart by their list of rules, which their bindings share.</summary>
    private sealed class ByRole : IEqualityComparer<(IReadOnlyList<PolicyRule> Rules, string? Place)>
    {
        public bool Equals((IReadOnlyList<PolicyRule> Rules, string? Place) x, (IReadOnlyList<PolicyRule> Rules, string? Place) y) =>
            ReferenceEquals(x.Rules, y.Rules) && x.Place == y.Place;

        public int GetHashCode((IReadOnlyList<PolicyRule> Rules, string? Place) obj) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Rules), obj.Place);
    }
}
