using Posture.Analysis.Access;
using Posture.Analysis.Identities;

namespace Posture.Analysis.Tests.Identities;

public sealed class WhoCanTests
{
    private static readonly WhoCanQuestion ReadSecrets = new() { Verb = "get", Resource = "secrets" };

    private static WhoCanAnswer Ask(WhoCanQuestion question) => Land.View().Ask(AccessQuestions.WhoCan, question);

    private static string Line(HolderAnswer row) =>
        $"{row.Kind} {row.Subject.Namespace}/{row.Subject.Name} {row.By?.Binding} {row.By?.Role} {row.By?.Namespace ?? "*"}";

    [Fact]
    public void WhoCan_Anywhere_NamesBindingRoleAndPlacePlatformLast()
    {
        var rows = Ask(ReadSecrets).Holders;

        Assert.Contains("Group /oidc:operators ClusterRoleBinding/operators ClusterRole/cluster-admin *", rows.Select(Line));
        Assert.Contains("ServiceAccount bank/ledger-vault ClusterRoleBinding/bank-backup ClusterRole/bank-secret-reader *", rows.Select(Line));
        Assert.Equal("ServiceAccount kube-system/dns RoleBinding/kube-system/dns ClusterRole/bank-secret-reader kube-system", Line(rows[^1]));
        Assert.True(rows[^1].IsPlatform);
        // Only the secret that its rule names.
        Assert.DoesNotContain(rows, row => row.Subject.Name == "web");
        Assert.Contains(Ask(ReadSecrets with { Namespace = "shop", Name = "web-tls" }).Holders, row => row.Subject.Name == "web");
    }

    [Fact]
    public void WhoCan_ServiceAccountSpelledAsUser_IsOneRow() =>
        Assert.Single(Ask(new() { Verb = "patch", ApiGroup = "apps", Resource = "deployments", Namespace = "shop" }).Holders, row => row.Subject.Name == "web");

    [Fact]
    public void WhoCan_ClusterScopedResource_CountsNoRoleBinding()
    {
        var answer = Ask(new() { Verb = "get", Resource = "nodes", Namespace = "shop" });

        Assert.True(answer.IsClusterScoped);
        Assert.All(answer.Holders, row => Assert.StartsWith("ClusterRoleBinding/", row.By!.Binding, StringComparison.Ordinal));
        Assert.DoesNotContain(Ask(new() { Verb = "get", Resource = "nodes" }).Holders, row => row.Subject.Name == "dns");
    }

    [Fact]
    public void WhoCan_Tenant_IsToldWhoReadsItsSecretsAndNothingForeign()
    {
        string[] shop = ["shop", "shop-web"];
        var question = ReadSecrets with { Within = shop };

        Assert.Equal(
            [
                "Group /oidc:operators ClusterRoleBinding/operators ClusterRole/cluster-admin *",
                "User /alice ClusterRoleBinding/… ClusterRole/… *",
                "Group /   *",
                "ServiceAccount /   *",
            ],
            Ask(question).Holders.Select(Line));
        var deploy = new WhoCanQuestion { Verb = "patch", ApiGroup = "apps", Resource = "deployments", Namespace = "shop", Within = shop };
        Assert.Contains("ServiceAccount / RoleBinding/shop/deployers Role/shop/deployer shop", Ask(deploy).Holders.Select(Line));
        foreach (var asked in new[] { question, deploy, question with { Namespace = "shop" } })
        {
            var raw = Land.View().Raw(AccessQuestions.WhoCan, asked);
            Assert.All(Land.Foreign, word => Assert.DoesNotContain(word, raw, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory]
    [InlineData("get", "secrets", "bank")]
    [InlineData("get", "secrets", "")]
    [InlineData("get", "nodes", null)]
    [InlineData("get", "/metrics", null)]
    public void WhoCan_TenantAsksBeyondItsNamespaces_NothingIsLookedUp(string verb, string resource, string? ns)
    {
        var asked = KnownResources.QuestionOf(verb, resource, "", "");
        var answer = Ask(new() { Verb = asked.Verb, Resource = asked.Resource, Path = asked.Path, Namespace = ns, Within = ["shop"] });

        Assert.True(answer.IsOutside);
        Assert.Empty(answer.Holders);
    }

    [Fact]
    public void WhoCan_MoreThanWanted_IsCutAndCounted()
    {
        var answer = Ask(ReadSecrets with { Take = 2 });

        Assert.Equal(2, answer.Holders.Count);
        Assert.True(answer.Total > 2);
    }

    [Theory]
    [InlineData("deployments.apps/scale", "apps", "deployments/scale")]
    [InlineData("deployments", "apps", "deployments")]
    [InlineData("tokenreviews", "authentication.k8s.io", "tokenreviews")]
    [InlineData("widgets", "", "widgets")]
    [InlineData("*", "*", "*")]
    public void Resource_InWords_IsRead(string words, string group, string resource)
    {
        var asked = KnownResources.QuestionOf("get", words, "shop", "");

        Assert.Equal((group, resource), (asked.ApiGroup, asked.Resource));
    }

    [Theory]
    [InlineData("", "deployments.apps/scale", "apps", "deployments/scale")]
    [InlineData("", "secrets", "", "secrets")]
    public void Resource_OfARule_IsSpelledAsItIsRead(string verb, string words, string group, string resource)
    {
        Assert.Equal(words, KnownResources.NameOf(group, resource));
        Assert.Equal((group, resource), (KnownResources.QuestionOf(verb, words, "", "").ApiGroup, KnownResources.QuestionOf(verb, words, "", "").Resource));
    }

    [Fact]
    public void BindOnClusterRoles_InANamespace_Counts()
    {
        Assert.False(KnownResources.IsClusterScoped(["bind"], ["rbac.authorization.k8s.io"], "clusterroles"));
        Assert.True(KnownResources.IsClusterScoped(["get"], ["rbac.authorization.k8s.io"], "clusterroles"));
    }
}
