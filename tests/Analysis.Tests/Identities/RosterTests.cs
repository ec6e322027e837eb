using Posture.Analysis.Identities;
using Posture.Model.Coverage;

namespace Posture.Analysis.Tests.Identities;

public sealed class RosterTests
{
    private static readonly string[] Shop = ["shop", "shop-web"];

    private static RosterAnswer Ask(RosterQuestion question) => Land.View().Ask(IdentityQuestions.Roster, question);

    private static string Line(SubjectRow row) =>
        $"{row.Kind} {row.Subject.Namespace}/{row.Subject.Name} {row.Bindings} {(row.ClusterWide ? "cluster" : "-")} {string.Join(',', row.Namespaces)} "
        + string.Join(' ', row.Risks.Select(risk => $"{risk.Reason}@{risk.Namespace ?? "*"}")) + (row.TakesOver ? " !" : "");

    [Fact]
    public void Roster_WholeCluster_ListsEverySubjectGravestFirst()
    {
        var answer = Ask(new());

        Assert.Equal(
            [
                "Group /oidc:operators 1 cluster  ClusterAdmin@* !",
                "User /alice 2 cluster bank ReadsSecrets@* Executes@bank !",
                "User /nora 1 cluster  ReachesNodes@* !",
                "Group /oidc:bank-auditors 1 cluster  ReadsSecrets@* !",
                "ServiceAccount bank/ledger-vault 1 cluster  ReadsSecrets@* !",
                "ServiceAccounts /system:serviceaccounts:bank 1 cluster  ReadsSecrets@* !",
                "User /bob 1 - bank Executes@bank",
                "Group /team:shop-web 1 - shop CreatesPods@shop",
                "ServiceAccount bank/pipeline 1 - shop CreatesPods@shop",
                "ServiceAccount shop/web 2 - shop CreatesPods@shop",
            ],
            answer.Rows.Select(Line));
        Assert.Equal((10, 10, 1), (answer.Total, answer.Unfiltered, answer.Platform));
        Assert.Contains("deployments.apps/scale", answer.Resources);
        Assert.Contains("bank", answer.Namespaces);
        Assert.True(answer.Gaps.IsComplete);
    }

    [Fact]
    public void Roster_RightsOnOneNamedObject_AreNoReason() =>
        Assert.DoesNotContain(Ask(new() { Text = "shop/web" }).Rows.Single().Risks, risk => risk.Reason == RiskReason.ReadsSecrets);

    [Fact]
    public void Roster_PlatformAskedFor_ComesLast() =>
        Assert.Equal("ServiceAccount kube-system/dns 1 - kube-system ReadsSecrets@kube-system", Line(Ask(new() { Platform = true }).Rows[^1]));

    [Fact]
    public void Roster_Filters_Narrow()
    {
        Assert.Equal(["alice"], Ask(new() { Text = "ALI" }).Rows.Select(row => row.Subject.Name));
        Assert.Equal(["alice"], Ask(new() { Text = "\u0430l\u200b\u0456" }).Rows.Select(row => row.Subject.Name)); // a Cyrillic look-alike (B-37)
        Assert.All(Ask(new() { Kind = IdentityKind.ServiceAccount }).Rows, row => Assert.Equal("ServiceAccount", row.Subject.Kind));
        var page = Ask(new() { Skip = 2, Take = 3 });
        Assert.Equal((3, 10, "nora"), (page.Rows.Count, page.Total, page.Rows[0].Subject.Name));
    }

    [Fact]
    public void Roster_Namespace_ListsWhoHoldsRightsThere()
    {
        var rows = Ask(new() { Namespace = "bank" }).Rows.Select(row => row.Subject.Name).ToList();

        Assert.Contains("bob", rows);
        Assert.Contains("oidc:operators", rows);
        Assert.DoesNotContain("web", rows);
        // Rights on nodes are no rights in a namespace.
        Assert.DoesNotContain("nora", rows);
    }

    [Fact]
    public void Roster_Tenant_IsToldOwnNamespacesAndNothingForeign()
    {
        var question = new RosterQuestion { Within = Shop, Platform = true };
        var answer = Ask(question);

        Assert.Equal(
            [
                "Group /oidc:operators 1 cluster  ClusterAdmin@* !",
                "User /alice 1 cluster  ReadsSecrets@* !",
                "Group /team:shop-web 1 - shop CreatesPods@shop",
                "ServiceAccount shop/web 2 - shop CreatesPods@shop",
                "Group / 0 cluster  ReadsSecrets@* !",
                "ServiceAccount / 0 cluster  ReadsSecrets@* CreatesPods@* !",
            ],
            answer.Rows.Select(Line));
        Assert.Equal(Shop, answer.Namespaces);
        var raw = Land.View().Raw(IdentityQuestions.Roster, question);
        Assert.All(Land.Foreign, word => Assert.DoesNotContain(word, raw, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Roster_TenantsOwnNamesWithinLongerOnes_AreTold()
    {
        // "shop-web" holds the name of the other tenant's namespace "web".
        var view = Land.View(Land.Yaml + "\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: web}}\n");

        Assert.Contains(view.Ask(IdentityQuestions.Roster, new() { Within = Shop }).Rows, row => row.Subject.Name == "team:shop-web");
        Assert.DoesNotContain(view.Ask(IdentityQuestions.Roster, new() { Within = ["shop"] }).Rows, row => row.Subject.Name == "team:shop-web");
    }

    [Fact]
    public void Roster_ForeignNamespaceAsked_TellsTenantNothing()
    {
        var answer = Ask(new() { Within = Shop, Namespace = "bank" });

        Assert.Equal((0, 0), (answer.Rows.Count, answer.Unfiltered));
        Assert.Empty(answer.Resources);
    }

    [Fact]
    public void Roster_TenantWithoutNamespaces_IsToldNothing() => Assert.Empty(Ask(new() { Within = [], Platform = true }).Rows);

    [Fact]
    public void Roster_KindNotRead_IsNamed()
    {
        var view = Land.View();
        view.Inventory.SetCoverage(new("rbac.authorization.k8s.io", "RoleBinding", CoverageState.Forbidden, "no", null, 0));
        var gaps = view.Ask(IdentityQuestions.Roster, new()).Gaps;

        Assert.False(gaps.IsComplete);
        Assert.Equal(new UnreadKind("RoleBinding", CoverageState.Forbidden), Assert.Single(gaps.Unread));
    }
}
