using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Indexes;

public sealed class AccessIndexTests
{
    private const string Header = "apiVersion: rbac.authorization.k8s.io/v1\n";

    private const string ClusterAdmin = Header + """
        kind: ClusterRole
        metadata: { name: cluster-admin, labels: { kubernetes.io/bootstrapping: rbac-defaults } }
        rules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }]
        ---

        """;

    private static AccessIndex Read(string yaml) => new ClusterView("test", Manifests.Inventory(yaml), PosturePolicy.Default).Access;

    private static string Role(string name, string more) => $"{Header}kind: ClusterRole\nmetadata: {{ name: {name}, labels: {{ to: {name}-parent }} }}\n{more}\n---\n";

    private static string Binding(string role) =>
        $"{Header}kind: ClusterRoleBinding\nmetadata: {{ name: b }}\nroleRef: {{ kind: ClusterRole, name: {role} }}\nsubjects: [{{ kind: User, name: alice }}]\n";

    private static PolicyRule Rule(string verbs, string groups, string resources, string names = "") =>
        new() { Verbs = verbs.Split(','), ApiGroups = groups.Split(','), Resources = resources.Split(','), ResourceNames = names.Length == 0 ? [] : names.Split(',') };

    [Fact]
    public void Aggregation_WithoutStoredRules_IsExpandedThroughTwoLevels()
    {
        var access = Read(ClusterAdmin
            + Role("top", "aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: middle-parent } }] }")
            + Role("middle", "aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: leaf-parent } }] }")
            + Role("leaf", "rules: [{ verbs: [get], apiGroups: [\"\"], resources: [pods] }]") + Binding("top"));
        Assert.Equal(["get"], Assert.Single(Assert.Single(access.Bindings).Rules).Verbs);
    }

    [Fact]
    public void Aggregation_InACircle_Ends()
    {
        var access = Read(ClusterAdmin
            + Role("a", "aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: b-parent } }] }")
            + Role("b", "aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: a-parent } }] }") + Binding("a"));
        Assert.Empty(Assert.Single(access.Bindings).Rules);
    }

    [Fact]
    public void MissingRole_InAWholeDump_GrantsNothingForSure()
    {
        var binding = Assert.Single(Read(ClusterAdmin + Binding("edit")).Bindings);
        Assert.True(binding.IsKnown);
        Assert.Empty(binding.Rules);
    }

    [Fact]
    public void MissingRole_InAPartialDump_IsTheShippedOneOrUnknown()
    {
        var shipped = Assert.Single(Read(Binding("edit")).Bindings);
        Assert.Contains(shipped.Rules, rule => RuleMatch.Allows(rule, "", "secrets", "list"));
        Assert.False(Assert.Single(Read(Binding("own")).Bindings).IsKnown);
    }

    [Fact]
    public void ShippedAdmin_HoldsWhatEditAndViewHold()
    {
        var rules = Assert.Single(Read(Binding("admin")).Bindings).Rules;
        Assert.Contains(rules, rule => RuleMatch.Allows(rule, "rbac.authorization.k8s.io", "rolebindings", "create"));
        Assert.Contains(rules, rule => RuleMatch.Allows(rule, "", "secrets", "get"));
        Assert.Contains(rules, rule => RuleMatch.Allows(rule, "", "configmaps", "watch"));
    }

    [Theory]
    [InlineData("User", "system:kube-scheduler", true)]
    [InlineData("Group", "system:monitoring", true)]
    [InlineData("User", "system:serviceaccount:shop:app", false)]
    [InlineData("User", "system:anonymous", false)]
    [InlineData("Group", "system:authenticated", false)]
    [InlineData("Group", "system:serviceaccounts:shop", false)]
    [InlineData("Group", "system:masters", false)]
    [InlineData("ServiceAccount", "system:x", false)]
    [InlineData("User", "systemx", false)]
    public void Subject_System_ExceptBroadGroupsAndServiceAccounts(string kind, string name, bool expected) =>
        Assert.Equal(expected, SubjectClass.IsSystem(new() { Kind = kind, Name = name }));

    [Theory]
    [InlineData("get", "", "pods", "", true)]
    [InlineData("get,list", "", "pods", "", false)]
    [InlineData("get", "apps", "pods", "", false)]
    [InlineData("get", "", "pods/log", "", true)]
    [InlineData("get", "", "pods/exec", "", false)]
    [InlineData("get", "", "secrets", "a", true)]
    [InlineData("get", "", "secrets", "a,c", false)]
    [InlineData("get", "", "secrets", "", false)]
    [InlineData("*", "", "pods", "", false)]
    public void Covers_ComparesVerbGroupResourceAndName(string verbs, string groups, string resources, string names, bool expected)
    {
        PolicyRule[] owner = [Rule("get", "", "pods,*/log"), Rule("get", "", "secrets", "a,b")];
        Assert.Equal(expected, RuleMatch.Covers(owner, Rule(verbs, groups, resources, names)));
    }

    [Fact]
    public void Covers_HugeRule_IsRefusedNotComputed()
    {
        var many = Enumerable.Range(0, 1000).Select(i => $"x{i}").ToArray();
        Assert.False(RuleMatch.Covers([Rule("*", "*", "*")], new() { Verbs = many, ApiGroups = many, Resources = many }));
    }
}
