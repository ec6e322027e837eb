using Posture.Analysis.Access;
using Posture.Analysis.Identities;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Remediation;

/// <summary>Compares the rights of a cluster before and after an edit, for those who hold a role or binding that it touches.</summary>
internal static class RightsEffects
{
    private const int MaxHolders = 20;
    private const int MaxShown = 5;

    /// <summary>A role may name some hundred resources and verbs; beyond, nobody reads on.</summary>
    private const int MaxRights = 2000;

    private static readonly InventoryEdit Nothing = new([], []);

    public static RightsEffect Of(ClusterView view, InventoryEdit edit, HashSet<string>? within)
    {
        var audience = new Audience(view, within is null ? null : [.. within]);
        // Who may not see the whole cluster is told of bindings in the own namespaces only, and so of what covers a right there.
        bool Keep(KubeObject item) => within is null || item is Role or ClusterRole || (item is RoleBinding && within.Contains(item.Namespace));
        var objects = EffectQuestions.Rights.SelectMany(view.Inventory.All).ToList();
        var before = within is null ? view.Access : new AccessIndex(Nothing.On(objects, Keep), view.Policy);
        var after = new AccessIndex(edit.On(objects, Keep), view.Policy);
        var left = after.Bindings.ToDictionary(binding => binding.Object.Ref);
        var holders = new Dictionary<(string Kind, string? Namespace, string Name), Losses>();
        foreach (var binding in before.Bindings)
            Compare(binding, left.GetValueOrDefault(binding.Object.Ref), holders);
        var effects = holders.Values.Select(losses => losses.ToEffect(view, after.Authorizer, audience))
            .OrderBy(effect => effect.Lost.Count == 0).ThenBy(effect => effect.Subject.Kind, StringComparer.Ordinal)
            .ThenBy(effect => effect.Subject.Namespace, StringComparer.Ordinal).ThenBy(effect => effect.Subject.Name, StringComparer.Ordinal).ToList();
        return new([.. effects.Take(MaxHolders)], int.Max(0, effects.Count - MaxHolders));
    }

    private static void Compare(AccessBinding before, AccessBinding? after, Dictionary<(string Kind, string? Namespace, string Name), Losses> holders)
    {
        var same = after is not null && before.Rules.SequenceEqual(after.Rules);
        var staying = (after?.Members ?? []).Select(KeyOf).ToHashSet();
        if (same && before.Members.All(member => staying.Contains(KeyOf(member))))
            return;
        List<AccessQuestion>? narrowed = null;
        List<AccessQuestion>? all = null;
        foreach (var member in before.Members)
        {
            var rights = staying.Contains(KeyOf(member))
                ? narrowed ??= same ? [] : [.. RightsOf(before).Where(right => !after!.Rules.Any(rule => Allows(rule, right)))]
                : all ??= [.. RightsOf(before)];
            if (rights.Count == 0)
                continue;
            if (!holders.TryGetValue(KeyOf(member), out var losses))
                holders[KeyOf(member)] = losses = new(member);
            losses.Add(rights);
        }
    }

    private static (string Kind, string? Namespace, string Name) KeyOf(Subject subject) => (subject.Kind, subject.Namespace, subject.Name);

    private static bool Allows(PolicyRule rule, AccessQuestion right) => right.Path is { } path
        ? RuleMatch.AllowsPath(rule, right.Verb, path)
        : RuleMatch.Allows(rule, right.ApiGroup, right.Resource, right.Verb, right.Name);

    /// <summary>Every verb on every resource that the rules name; <c>*</c> stands for itself, so that it is lost where only a list stays.</summary>
    private static IEnumerable<AccessQuestion> RightsOf(AccessBinding binding)
    {
        var ns = binding.Namespace ?? "";
        var resources = binding.Rules.SelectMany(rule => rule.Resources.SelectMany(resource => rule.ApiGroups.SelectMany(group => rule.Verbs.SelectMany(verb =>
            rule.ResourceNames.DefaultIfEmpty("").Select(name => new AccessQuestion(verb, group, resource, ns, name))))));
        var urls = binding.Namespace is null
            ? binding.Rules.SelectMany(rule => rule.NonResourceURLs.SelectMany(path => rule.Verbs.Select(verb => AccessQuestion.OfPath(verb, path))))
            : [];
        return resources.Concat(urls).Distinct().Take(MaxRights);
    }

    /// <summary>What one subject loses by the bindings that are touched.</summary>
    private sealed class Losses(Subject subject)
    {
        private readonly HashSet<AccessQuestion> _rights = [];

        public void Add(IEnumerable<AccessQuestion> rights) => _rights.UnionWith(rights);

        public HolderEffect ToEffect(ClusterView view, Authorizer after, Audience audience)
        {
            var identity = subject.Kind switch
            {
                "ServiceAccount" => Identity.OfAccount(subject.Namespace!, subject.Name),
                "Group" => Identity.OfGroup(subject.Name),
                _ => Identity.WithImpliedGroups(subject.Name, []), // the groups of a person are the identity provider's: not known
            };
            var decided = _rights.Select(right => (Right: right, By: after.Decide(identity, right))).ToLookup(pair => pair.By.Allowed);
            var lost = Texts(decided[false].Select(pair => pair.Right)).ToList();
            var kept = decided[true].GroupBy(pair => pair.By.Binding is { } by ? GrantAnswer.Of(by, pair.By.Rule).Binding : "", StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal).SelectMany(group => Texts(group.Select(pair => pair.Right)).Select(right => new KeptRight(right, group.Key))).ToList();
            var workloads = lost.Count == 0 ? [] : WorkloadsOf(view, audience);
            return new(audience.Told(IdentityKinds.Plain(subject)), [.. lost.Take(MaxShown)], int.Max(0, lost.Count - MaxShown), [.. kept.Take(MaxShown)], int.Max(0, kept.Count - MaxShown),
                [.. workloads.Take(MaxShown)], int.Max(0, workloads.Count - MaxShown));
        }

        private List<string> WorkloadsOf(ClusterView view, Audience audience)
        {
            const string OfNamespace = SubjectClass.ServiceAccounts + ":";
            var ns = subject.Kind == "ServiceAccount" ? subject.Namespace
                : subject.Kind == "Group" && subject.Name.StartsWith(OfNamespace, StringComparison.Ordinal) ? subject.Name[OfNamespace.Length..] : null;
            return ns is null || !audience.Knows(ns)
                ? []
                : [.. view.Workloads.InNamespace(ns).Where(workload => subject.Kind == "Group" || workload.ServiceAccountName == subject.Name)
                    .Select(workload => $"{ns}/{workload.Object.Kind}/{workload.Object.Name}").Order(StringComparer.Ordinal)];
        }

        /// <summary>Verbs on the same thing together: <c>get, list secrets in shop</c>.</summary>
        private static IEnumerable<string> Texts(IEnumerable<AccessQuestion> rights) => rights.GroupBy(right => right with { Verb = "" })
            .Select(group => $"{string.Join(", ", group.Select(right => right.Verb))} {Of(group.Key)}").Order(StringComparer.Ordinal);

        private static string Of(AccessQuestion right) => right.Path
            ?? $"{right.Resource}{(right.ApiGroup.Length == 0 ? "" : $".{right.ApiGroup}")}{(right.Name.Length == 0 ? "" : $" {right.Name}")}{(right.Namespace.Length == 0 ? "" : $" in {right.Namespace}")}";
    }
}
