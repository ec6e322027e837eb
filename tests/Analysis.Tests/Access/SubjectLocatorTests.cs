using Posture.Analysis.Access;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Analysis.Tests.Access;

public sealed class SubjectLocatorTests
{
    private static readonly Identity[] Everybody =
    [
        new("alice", []), new("bob", []), new("", ["devs"]), new("", ["ops"]),
        new("system:serviceaccount:a:web", []), new("system:serviceaccount:b:web", []), new("system:serviceaccount:a:db", []), new("system:serviceaccount:b:db", []),
    ];

    [Fact]
    public void WhoCan_OverRandomRights_NamesExactlyThoseThatTheAuthorizerAllows()
    {
        var found = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var access = new ClusterView("test", new RandomRights(seed).Inventory(), PosturePolicy.Default).Access;
            foreach (var question in Questions())
            {
                var expected = Everybody.Where(identity => access.Authorizer.Decide(identity, question).Allowed).Select(NameOf).Order();
                var holders = access.WhoCan.Find(question);
                Assert.Equal(expected, holders.SelectMany(holder => holder.Binding.Members).Select(NameOf).Distinct().Order());
                Assert.All(holders, holder => Assert.True(question.Path is { } path
                    ? RuleMatch.AllowsPath(holder.Binding.Rules[holder.Rule], question.Verb, path)
                    : RuleMatch.Allows(holder.Binding.Rules[holder.Rule], question.ApiGroup, question.Resource, question.Verb, question.Name)));
                found += holders.Count;
            }
        }
        Assert.True(found > 10_000, $"only {found} answers: the random clusters say too little");
    }

    [Fact]
    public void WhoCanAnywhere_OverRandomRights_IsTheUnionOfEveryPlace()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var whoCan = new ClusterView("test", new RandomRights(seed).Inventory(), PosturePolicy.Default).Access.WhoCan;
            foreach (var question in Questions().Where(question => question.Namespace == "a"))
            {
                var places = RandomRights.Namespaces.Prepend("").SelectMany(ns => whoCan.Find(question with { Namespace = ns })).Select(holder => holder.Binding.Object.Ref.ToString()).Distinct();
                Assert.Equal(places.Order(), whoCan.FindAnywhere(question).Select(holder => holder.Binding.Object.Ref.ToString()).Order());
            }
        }
    }

    [Fact]
    public void WhoCan_RuleOfVeryManyPairs_IsStillFound()
    {
        var inventory = new ClusterInventory();
        string[] words = [.. Enumerable.Range(0, 100).Select(i => $"w{i}")];
        inventory.Put(new Role { ApiVersion = "rbac.authorization.k8s.io/v1", Kind = "Role", Metadata = new() { Name = "r", Namespace = "a" }, Rules = [new() { Verbs = words, ApiGroups = [""], Resources = words }] });
        inventory.Put(new RoleBinding
        {
            ApiVersion = "rbac.authorization.k8s.io/v1",
            Kind = "RoleBinding",
            Metadata = new() { Name = "b", Namespace = "a" },
            RoleRef = new() { Kind = "Role", Name = "r" },
            Subjects = [new() { Kind = "User", Name = "alice" }],
        });
        var whoCan = new ClusterView("test", inventory, PosturePolicy.Default).Access.WhoCan;
        Assert.Single(whoCan.Find(new("w7", "", "w99", "a")));
        Assert.Empty(whoCan.Find(new("w7", "", "w99", "b")));
        Assert.Single(whoCan.FindAnywhere(new("w7", "", "w99")));
    }

    [Fact]
    public void EffectiveRules_OverRandomRights_AllowWhatTheAuthorizerAllows()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var authorizer = new ClusterView("test", new RandomRights(seed).Inventory(), PosturePolicy.Default).Access.Authorizer;
            foreach (var identity in Everybody)
            {
                var rules = EffectiveRules.Of(authorizer, identity);
                foreach (var question in Questions())
                    Assert.Equal(authorizer.Decide(identity, question).Allowed, rules.Any(rule => (rule.Namespace is null || rule.Namespace == question.Namespace) && (question.Path is { } path
                        ? rule.Namespace is null && RuleMatch.AllowsPath(rule.Rule, question.Verb, path)
                        : RuleMatch.Allows(rule.Rule, question.ApiGroup, question.Resource, question.Verb, question.Name))));
                Assert.All(rules, rule => Assert.NotEmpty(rule.Sources));
            }
        }
    }

    private static IEnumerable<AccessQuestion> Questions()
    {
        foreach (var verb in RandomRights.Verbs)
        {
            foreach (var path in new[] { "/metrics", "/metrics/cadvisor", "/x" })
                yield return AccessQuestion.OfPath(verb, path);
            foreach (var resource in new[] { "pods", "pods/exec", "deployments/scale", "*", "secrets" })
                foreach (var group in new[] { "", "apps" })
                    foreach (var ns in new[] { "", "a", "b" })
                        foreach (var name in RandomRights.Names)
                            yield return new(verb, group, resource, ns, name);
        }
    }

    private static string NameOf(Identity identity) => identity.User.Length > 0 ? identity.User : $"group {identity.Groups[0]}";

    private static string NameOf(Subject subject) => subject.Kind switch
    {
        "ServiceAccount" => Identity.AccountName(subject.Namespace!, subject.Name),
        "Group" => $"group {subject.Name}",
        _ => subject.Name,
    };
}
