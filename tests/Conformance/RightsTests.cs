using System.Text.Json.Nodes;
using Posture.Analysis.Access;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Conformance;

/// <summary>Questions about RBAC that other projects' own tests ask, with their answers: may, who can, which rules, does a role cover another.</summary>
public sealed class RightsTests
{
    private const string Masters = "system:masters";

    [Fact]
    public void PublishedQuestions_EverySoundCase_IsAnsweredTheSame()
    {
        var shared = SharedFolder.Find("corpus");
        Assert.SkipUnless(shared is not null, "../shared/corpus is not there: the answers that other projects publish cannot be compared");
        var wrong = new List<string>();
        var asked = 0;
        foreach (var line in File.ReadLines(Path.Combine(shared, "index.jsonl")).Select(line => JsonNode.Parse(line)!))
        {
            if (line["type"]!.GetValue<string>() is not ("rbac-can" or "rbac-who-can" or "rbac-rules-for" or "rbac-covers") || line["quality"]!.GetValue<string>() != "ok")
                continue;
            asked++;
            var id = line["id"]!.GetValue<string>();
            var folder = Path.Combine(shared, "cases", id);
            var expectation = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")))!.AsObject();
            var inventory = Manifests.Inventory(
                $$"""{"apiVersion": "v1", "kind": "List", "items": {{File.ReadAllText(Path.Combine(folder, "objects.json"))}}}""");
            var access = new ClusterView("case", inventory, PosturePolicy.Default).Access;
            wrong.AddRange((line["type"]!.GetValue<string>() switch
            {
                "rbac-can" => May(access, expectation).Concat(MayBind(inventory, access, expectation)),
                "rbac-who-can" => WhoCan(access, expectation),
                "rbac-rules-for" => RulesFor(access, expectation),
                _ => Covers(inventory, expectation),
            }).Select(text => $"{id}: {text}"));
        }
        Assert.Empty(wrong);
        Assert.True(asked >= 41, $"only {asked} cases were asked");
    }

    private static IEnumerable<string> May(AccessIndex access, JsonObject expectation) => Queries(expectation, "queries")
        .Where(query => access.Authorizer.Decide(IdentityOf(query), QuestionOf(query)).Allowed != query["allowed"]!.GetValue<bool>())
        .Select(query => query.ToJsonString());

    /// <summary>A RoleBinding may be created by whoever may create one, and may bind the role or holds all of it there.</summary>
    private static IEnumerable<string> MayBind(ClusterInventory inventory, AccessIndex access, JsonObject expectation) => Queries(expectation, "bindQueries")
        .Where(query =>
        {
            var (identity, ns, role) = (IdentityOf(query), Text(query, "namespace"), query["binds"]!["name"]!.ToString());
            const string Group = "rbac.authorization.k8s.io";
            var allowed = access.Authorizer.Decide(identity, new("create", Group, "rolebindings", ns)).Allowed
                && (access.Authorizer.Decide(identity, new("bind", Group, "clusterroles", ns, role)).Allowed
                    || inventory.Find<ClusterRole>("", role) is { } bound && bound.Rules.All(rule => RuleMatch.Covers(
                        [.. access.Authorizer.BindingsOf(identity, ns).SelectMany(binding => binding.Rules)], rule)));
            return allowed != query["allowed"]!.GetValue<bool>();
        })
        .Select(query => query.ToJsonString());

    private static IEnumerable<string> WhoCan(AccessIndex access, JsonObject expectation)
    {
        foreach (var query in Queries(expectation, "queries"))
        {
            var holders = query["namespace"] is null ? access.WhoCan.FindAnywhere(QuestionOf(query)) : access.WhoCan.Find(QuestionOf(query));
            var found = holders.SelectMany(holder => holder.Binding.Members).Select(subject => $"{subject.Kind} {subject.Namespace}/{subject.Name}").Distinct().Order();
            var expected = query["subjects"]!.AsArray().Where(subject => subject!["name"]!.GetValue<string>() != Masters && subject["name"]!.ToString() != expectation["superUser"]?.ToString())
                .Select(subject => $"{subject!["kind"]} {subject["namespace"]}/{subject["name"]}").Distinct().Order();
            if (!found.SequenceEqual(expected))
                yield return $"{query.ToJsonString()} found {string.Join(", ", found)}";
        }
    }

    private static IEnumerable<string> RulesFor(AccessIndex access, JsonObject expectation)
    {
        foreach (var query in Queries(expectation, "queries"))
        {
            var held = EffectiveRules.Of(access.Authorizer, IdentityOf(query), Text(query, "namespace")).Select(rule => rule.Rule).ToList();
            var expected = (query["rules"] as JsonArray ?? []).Select(rule => RuleOf(rule!.AsObject())).ToList();
            if (expected.Exists(rule => !RuleMatch.Covers(held, rule)) || held.Exists(rule => !RuleMatch.Covers(expected, rule)))
                yield return query.ToJsonString();
        }
    }

    private static IEnumerable<string> Covers(ClusterInventory inventory, JsonObject expectation)
    {
        var owner = inventory.Find<ClusterRole>("", "owner")!.Rules;
        if (inventory.Find<ClusterRole>("", "servant")!.Rules.All(rule => RuleMatch.Covers(owner, rule)) != (expectation["expect"]!.ToString() == "covered"))
            yield return $"expected {expectation["expect"]}";
    }

    private static IEnumerable<JsonObject> Queries(JsonObject expectation, string name) => (expectation[name] as JsonArray ?? []).Select(query => query!.AsObject());

    private static Identity IdentityOf(JsonObject query) => new(Text(query, "user"), [.. (query["groups"] as JsonArray ?? []).Select(group => group!.ToString())]);

    private static AccessQuestion QuestionOf(JsonObject query) => query["nonResourceURL"] is { } url
        ? AccessQuestion.OfPath(Text(query, "verb"), url.ToString())
        : new(Text(query, "verb"), Text(query, "apiGroup"), Text(query, "subresource") is { Length: > 0 } sub ? $"{Text(query, "resource")}/{sub}" : Text(query, "resource"),
            Text(query, "namespace"), Text(query, "name"));

    private static PolicyRule RuleOf(JsonObject rule) => new()
    {
        Verbs = Texts(rule, "verbs"),
        ApiGroups = Texts(rule, "apiGroups"),
        Resources = Texts(rule, "resources"),
        ResourceNames = Texts(rule, "resourceNames"),
        NonResourceURLs = Texts(rule, "nonResourceURLs"),
    };

    private static string[] Texts(JsonObject item, string name) => [.. (item[name] as JsonArray ?? []).Select(text => text!.ToString())];

    private static string Text(JsonObject item, string name) => item[name]?.ToString() ?? "";
}
