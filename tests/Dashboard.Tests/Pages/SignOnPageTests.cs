using Bunit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Components.Pages.Admin;
using Posture.Dashboard.Options;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>The page that shows how people sign in and what claims give.</summary>
public sealed class SignOnPageTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("""{"groups":["4f","x"]}""", "Security lead", "shop (no such tenant here)", null)]
    [InlineData("""{"groups":"x"}""", "none", "none", "sso.no_rule")]
    [InlineData("""{"roles":"lead"}""", "none", "none", "sso.no_role_claim")]
    [InlineData("""{"groups":"4f","_claim_names":{"groups":"src1"}}""", "Security lead", "shop (no such tenant here)", "sso.groups_overfull")]
    public async Task Claims_Tested_ShowWhatAPersonWouldBe(string claims, string roles, string tenants, string? problem)
    {
        await using var stage = await StageAsync();
        var page = stage.Open<SignOnPage>("/admin/sign-on");

        await page.Find("#claims").ChangeAsync(new() { Value = claims });
        await page.Find("form").SubmitAsync();

        Assert.Equal(roles, page.Find("[data-roles]").TextContent.Trim());
        Assert.Equal(tenants, page.Find("[data-tenants]").TextContent.Trim());
        Assert.Equal(problem, page.FindAll("[data-problem]").SingleOrDefault()?.GetAttribute("data-problem"));
    }

    [Fact]
    public async Task Text_ThatIsNoJson_IsToldWithItsPlace()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<SignOnPage>("/admin/sign-on");

        await page.Find("#claims").ChangeAsync(new() { Value = "{\"groups\":" });
        await page.Find("form").SubmitAsync();

        Assert.Contains("line 1, column 11", page.Find("[data-tested]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-roles]"));
    }

    [Fact]
    public async Task Provider_IsShownWithWhatItMustKnow_AndWithoutItsSecret()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<SignOnPage>("/admin/sign-on");

        foreach (var shown in new[] { "https://idp.example.test", "https://posture.example.com/signin-oidc", "https://posture.example.com/signout-callback-oidc", "https://posture.example.com/signout-backchannel" })
            Assert.Contains(shown, page.Markup, StringComparison.Ordinal);
        Assert.Contains("4f", page.Find("section[aria-labelledby=rules] tbody").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("a client's secret", page.Markup, StringComparison.Ordinal);
    }

    private async Task<PageStage> StageAsync()
    {
        var stage = await PageStage.CreateAsync(postgres);
        var settings = DashboardSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Posture:PublicUrl"] = "https://posture.example.com",
            ["Posture:Identity:Embedded"] = "false",
            ["Oidc:Authority"] = "https://idp.example.test",
            ["Oidc:ClientId"] = "posture",
            ["Oidc:ClientSecret"] = "a client's secret",
            ["Oidc:RoleClaim"] = "groups",
            ["Oidc:TenantClaim"] = "groups",
            ["Oidc:Roles:lead:0"] = "4f",
            ["Oidc:Tenants:shop:0"] = "4f",
        }).Build());
        stage.Services.AddSingleton(settings).AddSingleton(new PublicAddress(null!, settings));
        return stage;
    }
}
