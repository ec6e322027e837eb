using System.Text.Json.Nodes;
using Posture.Analysis.Remediation;
using Posture.Analysis.Tests.Checks;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Remediation;

/// <summary>What is left of a rule when a right is taken out of it.</summary>
public sealed class RightsTests
{
    private const string Bound = """
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: b}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r}
        subjects: [{kind: ServiceAccount, namespace: shop, name: bot}]
        """;

    [Theory]
    [InlineData("L6-RBAC-SECRETS-READ", "{apiGroups: [''], resources: [secrets], verbs: [get, create, list]}",
        """[{"verbs":["create"],"apiGroups":[""],"resources":["secrets"]}]""")]
    [InlineData("L6-RBAC-SECRETS-READ", "{apiGroups: [''], resources: [pods, secrets], verbs: [get, create]}",
        """[{"verbs":["get","create"],"apiGroups":[""],"resources":["pods"]},{"apiGroups":[""],"resources":["secrets"],"verbs":["create"]}]""")]
    [InlineData("L6-RBAC-SECRETS-READ", "{apiGroups: [''], resources: [pods, secrets], verbs: [get, list]}",
        """[{"verbs":["get","list"],"apiGroups":[""],"resources":["pods"]}]""")]
    [InlineData("L6-RBAC-ESCALATE", "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles, roles], verbs: [get, bind]}",
        """[{"verbs":["get"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles","roles"]}]""")]
    [InlineData("L6-RBAC-WORKLOAD-CREATE", "{apiGroups: [apps, ''], resources: [deployments, pods, pods/log], verbs: ['*']}",
        """[{"verbs":["*"],"apiGroups":["apps",""],"resources":["pods/log"]},{"apiGroups":["apps",""],"resources":["deployments","pods"],"verbs":["get","list","watch","delete","deletecollection"]}]""")]
    [InlineData("L6-RBAC-WILDCARD", "{apiGroups: ['*'], resources: [deployments], verbs: [get]}",
        """[{"verbs":["get"],"apiGroups":["apps"],"resources":["deployments"]}]""")]
    [InlineData("L6-RBAC-WILDCARD", "{apiGroups: [batch], resources: ['*'], verbs: [get]}",
        """[{"verbs":["get"],"apiGroups":["batch"],"resources":["jobs","cronjobs"]}]""")]
    [InlineData("L6-RBAC-WILDCARD", "{nonResourceURLs: ['*'], verbs: ['*']}",
        """[{"verbs":["get"],"nonResourceURLs":["/healthz","/livez","/readyz","/version","/version/"]}]""")]
    public void Rule_ThatGrantsTooMuch_KeepsTheRest(string control, string rule, string left)
    {
        var remedy = Remedy(control, rule)!;

        var change = Assert.Single(remedy.Changes);
        Assert.Equal("r", change.Name);
        Assert.True(JsonNode.DeepEquals(Sorted(JsonNode.Parse(left)!), Sorted(change.After["rules"]!)), change.After["rules"]!.ToJsonString());
        Assert.Equal(0, remedy.Open);
    }

    [Fact]
    public void Rule_ForEverything_LosesItsBinding()
    {
        var remedy = Remedy("L6-RBAC-SECRETS-READ", "{apiGroups: [''], resources: ['*', secrets], verbs: [get]}")!;

        Assert.True(remedy.DeletesSubject);
        Assert.Empty(remedy.Changes);
    }

    [Fact]
    public void Wildcard_OfEverything_IsLeftToPeople()
    {
        Assert.Null(Remedy("L6-RBAC-WILDCARD", "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}"));
        Assert.Equal(NoPatchReason.Decision, RemedyBook.NoPatch("L6-RBAC-WILDCARD"));
    }

    private static Posture.Analysis.Remediation.Remedy? Remedy(string control, string rule)
    {
        var inventory = Manifests.Inventory($"apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {{name: r}}\nrules: [{rule}]\n{Bound}");
        var finding = FixtureTests.Evaluate([new("fixture", "", inventory, null)]).Findings.Single(finding => finding.Control == control && finding.Verdict == Verdict.Fail);
        return RemedyBook.For(finding, Documents.Finder(inventory));
    }

    /// <summary>The order of keys says nothing.</summary>
    private static JsonNode Sorted(JsonNode rules) =>
        new JsonArray([.. rules.AsArray().Select(rule => (JsonNode)new JsonObject(rule!.AsObject().OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))))]);
}
