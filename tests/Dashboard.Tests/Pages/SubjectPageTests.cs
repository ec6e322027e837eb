using Bunit;
using Posture.Analysis.Access;
using Posture.Dashboard.Components.Pages.Identities;

namespace Posture.Dashboard.Tests.Pages;

public sealed class SubjectPageTests(PostgresFixture postgres)
{
    private const string Web = "/identities/subject?cluster=prod&kind=ServiceAccount&ns=shop&name=web";

    private const string Operators = "/identities/subject?cluster=prod&kind=Group&name=oidc:operators";

    [Fact]
    public async Task Subject_FromTheList_IsLinked()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<IdentitiesPage>("/identities?cluster=prod&verb=get&resource=secrets&ns=shop");

        Assert.Equal(Web, page.Find("tr[data-subject='ServiceAccount/shop/web'] a").GetAttribute("href"));
        Assert.Equal(Web, page.Find("tr[data-holder='ServiceAccount/shop/web'] a").GetAttribute("href"));
    }

    [Fact]
    public async Task Subject_Page_ShowsRulesByPlaceWithBindingAndRole()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<SubjectPage>(Web);

        Assert.Equal("shop/web", page.Find("h1").TextContent);
        Assert.Equal("get|secrets|RoleBinding/shop/readers → Role/shop/reader", Row(page, "[data-place=shop] tbody tr"));
        Assert.Equal("ReadsSecrets", page.Find("[data-facts] [data-risk]").GetAttribute("data-risk"));
        // The rights are there, the account is not.
        Assert.Single(page.FindAll("[data-absent]"));
        Assert.Equal("/identities?cluster=prod", page.Find(".crumbs a").GetAttribute("href"));
    }

    [Fact]
    public async Task Subject_Page_ListsOpenFindingsOnItsBindings()
    {
        await using var stage = await StageAsync();

        Assert.NotEmpty(stage.Open<SubjectPage>(Operators).FindAll("[data-findings] a[href^='/findings/']"));
        await stage.BecomeTenantAsync("prod/shop");
        Assert.Empty(stage.Open<SubjectPage>(Operators + "&verb=").FindAll("[data-findings]"));
    }

    [Theory]
    [InlineData("&verb=get&resource=secrets&in=shop", "Allowed")]
    [InlineData("&verb=get&resource=secrets&in=bank", "Denied")]
    [InlineData("&verb=get&resource=secrets", "Denied")]
    public async Task Subject_Can_IsAnsweredWithBindingAndRole(string asked, string outcome)
    {
        await using var stage = await StageAsync();
        var can = stage.Open<SubjectPage>(Web + asked).Find("[data-can]");

        Assert.Equal(outcome, can.GetAttribute("data-can"));
        Assert.Equal(outcome == "Allowed", can.TextContent.Contains("RoleBinding/shop/readers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Subject_WayToTheWholeCluster_IsToldStepByStep()
    {
        await using var stage = await StageAsync();
        var step = stage.Open<SubjectPage>(Operators).Find("[data-path] [data-step]");

        Assert.Equal("ClusterAdmin", step.GetAttribute("data-step"));
        Assert.Contains("ClusterRoleBinding/operators", step.TextContent, StringComparison.Ordinal);
        var web = stage.Open<SubjectPage>(Web);
        Assert.Empty(web.FindAll("[data-path]"));
        Assert.Single(web.FindAll("[data-paths] [data-state]"));
        await stage.BecomeTenantAsync("prod/shop");
        Assert.Single(stage.Open<SubjectPage>(Operators + "&verb=").FindAll("[data-paths] [data-state=no-access]"));
    }

    [Fact]
    public async Task Subject_WayThatRestsOnAnAssumption_IsMarkedAsPossible()
    {
        await using var stage = await StageAsync();
        var answer = new AccessPathsAnswer([Way("sure", null), Way("maybe", "nodes were not read")], 2, 2, Truncated: false, [], OutOfScope: false);
        var page = stage.Render<SubjectPaths>(parameters => parameters.Add(part => part.Paths, answer));

        var mark = Assert.Single(page.FindAll("[data-possible]"));
        Assert.Contains("not certain", mark.TextContent, StringComparison.Ordinal);
        // The mark stands over the way that it is about, and the step says what it assumes.
        Assert.Contains("maybe", mark.NextElementSibling!.TextContent, StringComparison.Ordinal);
        Assert.Contains("nodes were not read", mark.NextElementSibling.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("nodes were not read", page.Find("[data-path]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subject_CanTyped_LeadsToItsAddress()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<SubjectPage>(Web);
        page.Find("input[name=verb]").Change("get");
        page.Find("input[name=resource]").Change("secrets");
        page.Find("input[name=in]").Change("shop");
        await page.Find("form").SubmitAsync();

        Assert.Equal(Web + "&verb=get&resource=secrets&in=shop", stage.Address);
        page.WaitForAssertion(() => Assert.Equal("Allowed", page.Find("[data-can]").GetAttribute("data-can")));
    }

    [Fact]
    public async Task Subject_KindNotRead_IsUnknownNotNo()
    {
        await using var stage = await StageAsync(unread: "ClusterRoleBinding");
        var page = stage.Open<SubjectPage>(Web + "&verb=delete&resource=pods&in=shop");

        Assert.Equal("Unknown", page.Find("[data-can]").GetAttribute("data-can"));
        Assert.Single(page.FindAll("[data-unread]"));
    }

    [Fact]
    public async Task Subject_Tenant_SeesWhatHoldsInItsNamespaceOnly()
    {
        await using var stage = await StageAsync();
        await stage.BecomeTenantAsync("prod/shop");
        foreach (var address in new[] { Web, Operators, Operators + "&verb=get&resource=secrets&in=shop" })
        {
            var page = stage.Open<SubjectPage>(address);
            Assert.NotEmpty(page.FindAll("[data-place] tbody tr"));
            Assert.All(RightsOwner.Foreign, word => Assert.DoesNotContain(word, page.Markup, StringComparison.OrdinalIgnoreCase));
        }
        Assert.Equal("Outside", stage.Open<SubjectPage>(Operators + "&verb=get&resource=nodes").Find("[data-can]").GetAttribute("data-can"));
    }

    [Theory]
    [InlineData("kind=User&name=bob")]
    [InlineData("kind=ServiceAccount&ns=bank&name=vault")]
    [InlineData("kind=User&name=nobody")]
    [InlineData("kind=User")]
    public async Task Subject_ForeignOrAbsent_IsNotFoundForATenant(string subject)
    {
        await using var stage = await StageAsync();
        await stage.BecomeTenantAsync("prod/shop");
        var page = stage.Open<SubjectPage>("/identities/subject?cluster=prod&" + subject);

        Assert.Empty(page.FindAll("[data-facts], [data-place]"));
        Assert.DoesNotContain("bob", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("vault", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subject_OwnerDoesNotAnswer_SaysSo()
    {
        await using var stage = await StageAsync(rights: null);

        Assert.Single(stage.Open<SubjectPage>(Web).FindAll("[data-state=offline]"));
    }

    private static AccessPath Way(string user, string? assumption)
    {
        var from = new AccessEnd(AccessEndKind.User, null, user);
        var step = new AccessStep(from, AccessEnd.ClusterAdmin, AccessStepKind.ClusterAdmin, [], null, null, assumption);
        return new(from, AccessEnd.ClusterAdmin, [step], assumption is null, false, 0);
    }

    private static string Row(IRenderedComponent<SubjectPage> page, string selector) =>
        string.Join('|', page.Find(selector).Children.Select(cell =>
            string.Join(' ', cell.TextContent.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))));

    private Task<PageStage> StageAsync(string? rights = RightsOwner.Rights, string? unread = null) => RightsOwner.StageAsync(postgres, rights, unread);
}
