using Posture.Analysis.Identities;
using Posture.Model.Coverage;

namespace Posture.Analysis.Tests.Identities;

public sealed class SubjectTests
{
    private static readonly string[] Shop = ["shop", "shop-web"];

    private static readonly SubjectQuestion Alice = new() { Kind = "User", Name = "alice" };

    private static readonly SubjectQuestion Web = new() { Kind = "ServiceAccount", Namespace = "shop", Name = "web" };

    private static SubjectAnswer Ask(SubjectQuestion question) => Land.View().Ask(IdentityQuestions.Subject, question);

    private static string Line(HeldRule rule) =>
        $"{rule.Namespace ?? "*"}: {string.Join(',', rule.Verbs)} {string.Join(',', rule.Resources)} [{string.Join(',', rule.Names)}] "
        + string.Join(' ', rule.Sources.Select(source => $"{source.Grant.Binding}>{source.Grant.Role}{(source.Group is { } group ? $" via {group}" : "")}"));

    [Fact]
    public void Subject_Rules_AreGroupedByPlaceWithTheirBindings()
    {
        var answer = Ask(Alice);

        Assert.Equal(
            [
                "*: get,list nodes,secrets [] ClusterRoleBinding/bank-backup>ClusterRole/bank-secret-reader",
                "bank: create pods/exec [] RoleBinding/bank/ledger-crew>Role/bank/ledger",
                "bank: get ledgers.ledger.bank.example [] RoleBinding/bank/ledger-crew>Role/bank/ledger",
            ],
            answer.Rules.Select(Line));
        Assert.Equal((2, true, null), (answer.Row!.Bindings, answer.Row.ClusterWide, answer.Exists));
    }

    [Fact]
    public void Subject_RightsThroughAnImpliedGroup_NameTheGroup()
    {
        var answer = Ask(new() { Kind = "ServiceAccount", Namespace = "bank", Name = "pipeline" });

        Assert.Contains(
            "*: get,list nodes,secrets [] ClusterRoleBinding/bank-backup>ClusterRole/bank-secret-reader via system:serviceaccounts:bank", answer.Rules.Select(Line));
        Assert.Equal((1, false), (answer.Row!.Bindings, answer.Exists));
    }

    [Fact]
    public void Subject_AccountWithoutBindings_HoldsNothing()
    {
        var answer = Ask(new() { Kind = "ServiceAccount", Namespace = "shop", Name = "idle" });

        Assert.Equal((true, 0), (answer.Exists, answer.Row!.Bindings));
        Assert.Empty(answer.Rules);
    }

    [Theory]
    [InlineData("User", "", "nobody")]
    [InlineData("ServiceAccount", "shop", "nobody")]
    [InlineData("ServiceAccount", "", "web")]
    [InlineData("Robot", "", "alice")]
    public void Subject_ThatNothingNames_IsNotThere(string kind, string ns, string name) =>
        Assert.Null(Ask(new() { Kind = kind, Namespace = ns, Name = name }).Row);

    [Fact]
    public void Subject_Tenant_IsToldWhatHoldsInItsNamespacesAndNothingForeign()
    {
        var question = Alice with { Within = Shop, Can = new("get", "secrets", "shop", "") };
        var answer = Ask(question);

        Assert.Equal(["*: get,list secrets [] ClusterRoleBinding/…>ClusterRole/…"], answer.Rules.Select(Line));
        Assert.Equal(RightOutcome.Allowed, answer.Can!.Outcome);
        Assert.Equal(1, answer.Row!.Bindings);
        foreach (var asked in new[] { question, Web with { Within = Shop }, new() { Kind = "Group", Name = "oidc:operators", Within = Shop } })
        {
            var raw = Land.View().Raw(IdentityQuestions.Subject, asked);
            Assert.All(Land.Foreign, word => Assert.DoesNotContain(word, raw, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Subject_NamesInARuleOfTheWholeCluster_AreNotToldToATenant()
    {
        var view = Land.View(Land.Yaml + """

            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: one-secret}
            rules: [{verbs: [get], apiGroups: [""], resources: [secrets], resourceNames: [ledger-key]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: one-secret}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: one-secret}
            subjects: [{kind: User, name: kim}]
            """);
        var question = new SubjectQuestion { Kind = "User", Name = "kim", Within = Shop };

        var rule = Assert.Single(view.Ask(IdentityQuestions.Subject, question).Rules);
        Assert.True(rule.HidesNames);
        Assert.DoesNotContain("ledger", view.Raw(IdentityQuestions.Subject, question), StringComparison.Ordinal);
        Assert.Equal(["ledger-key"], Assert.Single(view.Ask(IdentityQuestions.Subject, question with { Within = null }).Rules).Names);
    }

    [Theory]
    [InlineData("User", "", "bob")]
    [InlineData("User", "", "nora")]
    [InlineData("Group", "", "oidc:bank-auditors")]
    [InlineData("Group", "", "system:serviceaccounts:bank")]
    [InlineData("ServiceAccount", "bank", "pipeline")]
    [InlineData("User", "", "system:serviceaccount:bank:pipeline")]
    public void Subject_ForeignToATenant_IsAnsweredLikeOneThatIsNotThere(string kind, string ns, string name)
    {
        SubjectQuestion Asked(string who) => new() { Kind = kind, Namespace = ns, Name = who, Within = Shop, Can = new("get", "secrets", "shop", "") };
        var view = Land.View();

        Assert.Equal(view.Raw(IdentityQuestions.Subject, Asked(name + "x")), view.Raw(IdentityQuestions.Subject, Asked(name)));
    }

    [Theory]
    [InlineData("get", "secrets", "shop", "web-tls", RightOutcome.Allowed, "RoleBinding/shop/deployers")]
    [InlineData("get", "secrets", "shop", "", RightOutcome.Denied, null)]
    [InlineData("patch", "deployments.apps/scale", "shop", "", RightOutcome.Allowed, "RoleBinding/shop/deployers")]
    [InlineData("patch", "deployments", "bank", "", RightOutcome.Denied, null)]
    [InlineData("get", "/metrics", "", "", RightOutcome.Denied, null)]
    public void Can_AServiceAccount_IsDecidedWithItsBinding(string verb, string resource, string ns, string name, RightOutcome outcome, string? binding)
    {
        var decision = Ask(Web with { Can = new(verb, resource, ns, name) }).Can!;

        Assert.Equal((outcome, binding), (decision.Outcome, decision.By?.Grant.Binding));
    }

    [Theory]
    [InlineData("secrets", "bank")]
    [InlineData("secrets", "")]
    [InlineData("nodes", "shop")]
    [InlineData("/metrics", "shop")]
    public void Can_BeyondATenantsNamespaces_IsNotDecided(string resource, string ns) =>
        Assert.Equal(RightOutcome.Outside, Ask(Alice with { Within = Shop, Can = new("get", resource, ns, "") }).Can!.Outcome);

    [Fact]
    public void Can_WhereKindsAreMissing_IsUnknownNotDenied()
    {
        var view = Land.View();
        view.Inventory.SetCoverage(new("rbac.authorization.k8s.io", "ClusterRoleBinding", CoverageState.Failed, "no", null, 0));

        Assert.Equal(RightOutcome.Unknown, view.Ask(IdentityQuestions.Subject, Web with { Can = new("delete", "pods", "shop", "") }).Can!.Outcome);
    }

    [Fact]
    public void Can_SystemMasters_Everything()
    {
        var view = Land.View(Land.Yaml.Replace("oidc:operators", "system:masters", StringComparison.Ordinal));

        Assert.Equal(RightOutcome.Master,
            view.Ask(IdentityQuestions.Subject, new() { Kind = "Group", Name = "system:masters", Can = new("delete", "pods", "shop", "") }).Can!.Outcome);
    }
}
