using Posture.Analysis.Access;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Identities;

/// <summary>Answers about one subject. One that the asker may not know of is answered like one that is not there.</summary>
internal static class SubjectSheet
{
    public static SubjectAnswer Answer(ClusterView view, SubjectQuestion question)
    {
        var gaps = AccessGaps.Of(view);
        var audience = new Audience(view, question.Within);
        var subject = IdentityKinds.Plain(new()
        {
            Kind = question.Kind,
            Namespace = question.Namespace.Length == 0 ? null : question.Namespace,
            Name = question.Name,
        });
        var isAccount = subject.Kind == "ServiceAccount";
        bool? exists = isAccount ? view.Inventory.Find<ServiceAccount>(subject.Namespace ?? "", subject.Name) is not null : null;
        if (subject.Name.Length == 0 || (isAccount && subject.Namespace is null) || audience.Hides(subject))
            return new(null, null, [], 0, null, gaps);
        var row = SubjectRoster.RowOf(view, audience, subject);
        if (row is null && exists != true)
            return new(null, exists, [], 0, null, gaps);
        var identity = IdentityOf(subject);
        var rules = RulesOf(view, audience, identity);
        var told = row ?? new(subject, IdentityKinds.Of(subject), PlatformSubjects.IsPlatform(subject, "", view), IsHidden: false, 0, ClusterWide: false, [], 0,
            TakesOver: false, []);
        return new(told, exists, [.. rules.Take(SubjectQuestion.MaxRules)], rules.Count,
            question.Can is { } asked ? Decide(view, audience, identity, asked, gaps) : null, gaps);
    }

    private static Identity IdentityOf(Subject subject) => subject switch
    {
        { Kind: "ServiceAccount" } => Identity.OfAccount(subject.Namespace!, subject.Name),
        { Kind: "Group" } => Identity.OfGroup(subject.Name),
        _ when IdentityKinds.Of(subject) == IdentityKind.Node => Identity.WithImpliedGroups(subject.Name, [SubjectClass.Nodes]),
        _ => Identity.WithImpliedGroups(subject.Name, []),
    };

    private static List<HeldRule> RulesOf(ClusterView view, Audience audience, Identity identity)
    {
        var rules = new List<HeldRule>();
        foreach (var held in EffectiveRules.Of(view.Access.Authorizer, identity))
        {
            if (held.Namespace is { } ns && !audience.Knows(ns))
                continue;
            if ((held.Namespace is null ? audience.Narrow(held.Rule) : held.Rule) is not { } rule)
                continue;
            // Names in a rule of the whole cluster may be those of objects anywhere.
            var hidesNames = !audience.IsAll && held.Namespace is null && rule.ResourceNames.Count > 0;
            IEnumerable<string> resources = rule.Resources.Count == 0
                ? rule.NonResourceURLs
                : rule.ApiGroups.SelectMany(group => rule.Resources, KnownResources.NameOf);
            var sources = held.Sources.DistinctBy(source => source.Binding.Object.Ref).ToList();
            rules.Add(new(held.Namespace, rule.Verbs, [.. resources.Distinct(StringComparer.Ordinal)], hidesNames ? [] : rule.ResourceNames, hidesNames,
                [.. sources.Take(SubjectQuestion.MaxSources).Select(source => HeldBy(audience, identity, source.Binding, source.Rule))],
                Math.Max(0, sources.Count - SubjectQuestion.MaxSources)));
        }
        return rules;
    }

    private static HeldBy HeldBy(Audience audience, Identity identity, AccessBinding binding, int rule)
    {
        var isNamed = binding.Members.Any(member => member.Kind switch
        {
            "User" => member.Name == identity.User,
            "ServiceAccount" => identity.User == Identity.AccountName(member.Namespace!, member.Name),
            _ => identity.User.Length == 0 && member.Name == identity.Groups[0],
        });
        return new(audience.Told(binding, rule), isNamed ? null
            : binding.Members.Where(member => member.Kind == "Group").Select(member => member.Name).FirstOrDefault(identity.Groups.Contains));
    }

    private static RightDecision Decide(ClusterView view, Audience audience, Identity identity, RightAsked asked, AccessGaps gaps)
    {
        var question = KnownResources.QuestionOf(asked.Verb, asked.Resource, asked.Namespace, asked.Name);
        if (question.Path is null && KnownResources.IsClusterScoped([question.Verb], [question.ApiGroup], question.Resource))
            question = question with { Namespace = "" };
        if (!audience.IsAll && (question.Path is not null || !audience.Knows(question.Namespace)))
            return new(RightOutcome.Outside, null);
        var decision = view.Access.Authorizer.Decide(identity, question);
        if (decision is { Allowed: true, Binding: null })
            return new(RightOutcome.Master, null);
        if (decision.Allowed)
            return new(RightOutcome.Allowed, HeldBy(audience, identity, decision.Binding!, decision.Rule));
        return new(gaps.IsComplete ? RightOutcome.Denied : RightOutcome.Unknown, null);
    }
}
