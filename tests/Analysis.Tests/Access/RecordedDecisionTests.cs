using System.Text.Json;
using Posture.Analysis.Access;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Access;

/// <summary>What a real API server answered to SubjectAccessReviews, question by question, over the objects it held.</summary>
public sealed class RecordedDecisionTests
{
    [Fact]
    public void EveryRecordedDecision_IsAnsweredAsTheApiServerDid()
    {
        var shared = SharedFolder.Find("rbac-decisions");
        Assert.SkipUnless(shared is not null, "../shared/rbac-decisions is not there: the decisions of a real API server cannot be compared");
        var inventory = Manifests.Inventory(File.ReadAllText(Path.Combine(shared, "objects.json")));
        var authorizer = new ClusterView("recorded", inventory, PosturePolicy.Default).Access.Authorizer;
        var wrong = new List<string>();
        var asked = 0;
        foreach (var line in File.ReadLines(Path.Combine(shared, "decisions.dev.ndjson")))
        {
            asked++;
            using var document = JsonDocument.Parse(line);
            var (identity, question) = Read(document.RootElement.GetProperty("spec"));
            var decision = authorizer.Decide(identity, question);
            if (decision.Allowed != document.RootElement.GetProperty("allowed").GetBoolean())
                wrong.Add($"answered {decision.Allowed}: {line}");
            else if (decision is { Allowed: true, Binding: { } binding } && !Permits(inventory, binding, identity, question))
                wrong.Add($"{binding.Object.Name} does not allow it: {line}");
            else if (decision is { Allowed: true, Binding: null } && !identity.Groups.Contains("system:masters"))
                wrong.Add($"nothing is named: {line}");
        }

        Assert.Empty(wrong);
        Assert.Equal(7177, asked);
    }

    /// <summary>Told apart from the product's matching: the plain definition over the objects as they were read.</summary>
    private static bool Permits(ClusterInventory inventory, AccessBinding binding, Identity identity, AccessQuestion question)
    {
        if (binding.Object is RoleBinding bound && (bound.Namespace != question.Namespace || question.Namespace.Length == 0))
            return false;
        var isHeld = binding.Subjects.Any(subject => subject.Kind switch
        {
            "User" => subject.Name == identity.User,
            "Group" => identity.Groups.Contains(subject.Name),
            _ => identity.User == $"system:serviceaccount:{subject.Namespace}:{subject.Name}",
        });
        var rules = binding.RoleRef.Kind == "Role"
            ? inventory.Find<Role>(binding.Object.Namespace, binding.RoleRef.Name)?.Rules
            : inventory.Find<ClusterRole>("", binding.RoleRef.Name)?.Rules;
        var sub = question.Resource.Split('/') is [_, var named] ? $"*/{named}" : "*";
        return isHeld && rules is not null && rules.Any(rule => rule.Verbs.Intersect(["*", question.Verb]).Any() && (question.Path is { } path
            ? rule.NonResourceURLs.Any(url => url == path || (url.EndsWith('*') && path.StartsWith(url.TrimEnd('*'), StringComparison.Ordinal)))
            : rule.ApiGroups.Intersect(["*", question.ApiGroup]).Any() && rule.Resources.Intersect(["*", question.Resource, sub]).Any()
                && (rule.ResourceNames.Count == 0 || rule.ResourceNames.Contains(question.Name))));
    }

    private static (Identity Identity, AccessQuestion Question) Read(JsonElement spec)
    {
        var identity = new Identity(Text(spec, "user"), [.. spec.GetProperty("groups").EnumerateArray().Select(group => group.GetString()!)]);
        if (spec.TryGetProperty("nonResourceAttributes", out var url))
            return (identity, AccessQuestion.OfPath(Text(url, "verb"), Text(url, "path")));
        var asked = spec.GetProperty("resourceAttributes");
        var sub = Text(asked, "subresource");
        var resource = Text(asked, "resource");
        return (identity, new(Text(asked, "verb"), Text(asked, "group"), sub.Length == 0 ? resource : $"{resource}/{sub}",
            Text(asked, "namespace"), Text(asked, "name")));
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
