using Bunit;
using Posture.Dashboard.Components.Pages.Identities;

namespace Posture.Dashboard.Tests.Pages;

public sealed class IdentitiesPageTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Identities_NoClusterChosen_AsksForOne()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<IdentitiesPage>("/identities?verb=get&resource=secrets");

        Assert.Single(page.FindAll("[data-state=empty-first]"));
        Assert.Equal("/identities?cluster=prod&verb=get&resource=secrets", page.Find("a[data-cluster=prod]").GetAttribute("href"));
    }

    [Fact]
    public async Task Identities_Cluster_ListsSubjectsWithWhatTheyHold()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<IdentitiesPage>("/identities?cluster=prod");

        Assert.Equal("oidc:operators|Federated group|1|whole cluster|may do everything (whole cluster)", Row(page, "tr[data-subject='Group/oidc:operators']"));
        Assert.Equal("shop/web|Service account|1|shop|reads Secrets (in shop)", Row(page, "tr[data-subject='ServiceAccount/shop/web']"));
        Assert.Empty(page.FindAll("[data-holder]"));
        Assert.Contains(page.FindAll("#known-resources option"), option => option.GetAttribute("value") == "pods/exec");
        Assert.Contains(page.FindAll("#known-namespaces option"), option => option.GetAttribute("value") == "bank");
        Assert.Single(page.FindAll("[data-answered]"));
    }

    [Fact]
    public async Task Identities_Filters_AreInTheAddress()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<IdentitiesPage>("/identities?cluster=prod&kind=User&q=bo");

        Assert.Equal("User/bob", Assert.Single(page.FindAll("tr[data-subject]")).GetAttribute("data-subject"));
        Assert.Equal("/identities?cluster=prod&q=bo&kind=User&risk=1", page.Find("a[data-risky]").GetAttribute("href"));
        Assert.Single(stage.Open<IdentitiesPage>("/identities?cluster=prod&q=nobody").FindAll("[data-state=empty-filter]"));
        Assert.Single(stage.Open<IdentitiesPage>("/identities?cluster=prod&kind=robot").FindAll("[data-rejected]"));
    }

    [Fact]
    public async Task Identities_WhoCan_NamesSubjectsBindingAndRole()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<IdentitiesPage>("/identities?cluster=prod&verb=get&resource=secrets&ns=shop");

        Assert.Equal("shop/web|Service account|shop|RoleBinding/shop/readers|Role/shop/reader rules[0]",
            Row(page, "tr[data-holder='ServiceAccount/shop/web']"));
        Assert.Equal("oidc:operators|Federated group|whole cluster|ClusterRoleBinding/operators|ClusterRole/cluster-admin rules[0]",
            Row(page, "tr[data-holder='Group/oidc:operators']"));
        Assert.Equal("true", page.Find("[data-preset=PresetSecrets]").GetAttribute("aria-current"));
    }

    [Fact]
    public async Task Identities_QuestionTyped_LeadsToItsAddress()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<IdentitiesPage>("/identities?cluster=prod&page=1");
        page.Find("input[name=verb]").Change("create");
        page.Find("input[name=resource]").Change(" pods/exec ");
        page.Find("input[name=ns]").Change("bank");
        await page.Find("form").SubmitAsync();

        Assert.Equal("/identities?cluster=prod&ns=bank&verb=create&resource=pods%2Fexec", stage.Address);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tr[data-holder='User/bob']")));
    }

    [Fact]
    public async Task Identities_NobodyCan_SaysSoOnlyWhenEverythingWasRead()
    {
        const string Address = "/identities?cluster=prod&verb=delete&resource=secrets&ns=nowhere";
        var nobody = RightsOwner.Rights.Replace("\"oidc:operators\"", "\"system:masters\"", StringComparison.Ordinal)
            .Replace("verbs: [\"*\"]", "verbs: [get]", StringComparison.Ordinal);
        await using var stage = await StageAsync(nobody);
        Assert.Single(stage.Open<IdentitiesPage>(Address).FindAll("[data-state=empty-clean]"));

        await using var half = await StageAsync(nobody, unread: "ClusterRoleBinding");
        var page = half.Open<IdentitiesPage>(Address);
        Assert.Empty(page.FindAll("[data-state=empty-clean]"));
        Assert.Single(page.FindAll("[data-state=not-assessed]"));
        Assert.Contains("ClusterRoleBinding (not allowed to the collector)", page.Find("[data-unread]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/identities?cluster=prod")]
    [InlineData("/identities?cluster=prod&platform=1&risk=1")]
    [InlineData("/identities?cluster=prod&verb=get&resource=secrets")]
    [InlineData("/identities?cluster=prod&verb=create&resource=pods/exec&ns=shop")]
    public async Task Identities_Tenant_SeesOwnNamespaceAndNothingForeign(string address)
    {
        await using var stage = await StageAsync();
        await stage.BecomeTenantAsync("prod/shop");
        var page = stage.Open<IdentitiesPage>(address);

        Assert.Single(page.FindAll("tr[data-subject='Group/oidc:operators']"));
        Assert.Single(page.FindAll("tr[data-subject='ServiceAccount/shop/web']"));
        Assert.Equal("outside of your scope|Service account|—|—|may do everything", Row(page, "tr[data-subject='ServiceAccount/']"));
        Assert.All(RightsOwner.Foreign, word => Assert.DoesNotContain(word, page.Markup, StringComparison.OrdinalIgnoreCase));
        Assert.Empty(page.FindAll("[data-preset=PresetNodes]"));
    }

    [Fact]
    public async Task Identities_TenantOfTheOtherNamespace_SeesNothingOfTheFirst()
    {
        await using var stage = await StageAsync();
        await stage.BecomeTenantAsync("prod/bank");
        var page = stage.Open<IdentitiesPage>("/identities?cluster=prod&verb=get&resource=secrets");

        Assert.Single(page.FindAll("tr[data-subject='User/bob']"));
        Assert.All(["shop/", "readers", "in shop"], word => Assert.DoesNotContain(word, page.Markup, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("&resource=secrets&ns=bank")]
    [InlineData("&resource=nodes")]
    public async Task Identities_TenantAsksBeyondItsScope_IsTold(string beyond)
    {
        await using var stage = await StageAsync();
        await stage.BecomeTenantAsync("prod/shop");
        var page = stage.Open<IdentitiesPage>("/identities?cluster=prod&verb=get" + beyond);

        Assert.Single(page.FindAll("[data-state=no-access]"));
        Assert.Empty(page.FindAll("[data-holder]"));
    }

    [Fact]
    public async Task Identities_ClusterOutsideOfScope_IsNotFound()
    {
        await using var stage = await StageAsync();
        await stage.BecomeTenantAsync("edge/shop");
        var page = stage.Open<IdentitiesPage>("/identities?cluster=prod&verb=get&resource=secrets");

        Assert.Empty(page.FindAll("[data-subject], [data-holder]"));
        Assert.DoesNotContain("operators", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identities_OwnerDoesNotAnswer_SaysSo()
    {
        await using var stage = await StageAsync(rights: null);

        Assert.Single(stage.Open<IdentitiesPage>("/identities?cluster=prod").FindAll("[data-state=offline]"));
    }

    [Fact]
    public async Task Identities_OldData_IsMarked()
    {
        await using var stage = await StageAsync();
        Assert.Empty(stage.Open<IdentitiesPage>("/identities?cluster=prod").FindAll("[data-state=stale]"));
        stage.Time.Advance(TimeSpan.FromHours(2));

        Assert.Single(stage.Open<IdentitiesPage>("/identities?cluster=prod&q=").FindAll("[data-state=stale]"));
    }

    private static string Row(IRenderedComponent<IdentitiesPage> page, string selector) =>
        string.Join('|', page.Find(selector).Children.Select(cell =>
            string.Join(' ', cell.TextContent.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))));

    private Task<PageStage> StageAsync(string? rights = RightsOwner.Rights, string? unread = null) => RightsOwner.StageAsync(postgres, rights, unread);
}
