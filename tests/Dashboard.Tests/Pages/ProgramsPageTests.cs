using System.Security.Claims;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Components.Pages.Programs;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tokens;
using TestContext = Xunit.TestContext;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>Own API tokens: made, shown once, revoked; and what is wrong is told.</summary>
public sealed class ProgramsPageTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_IsMadeShownOnceAndRevoked()
    {
        await using var stage = await StageAsync();
        await BecomeAsync(stage, Roles.Lead);
        var page = stage.Open<TokensPage>("/account/tokens");
        Assert.Contains("You have no token", page.Markup, StringComparison.Ordinal);

        await page.Find("form.account-form").SubmitAsync();
        Assert.Contains("at least one scope", page.Find("[data-make-notice]").TextContent, StringComparison.Ordinal);
        await page.Find("#program-name").ChangeAsync(new() { Value = "nightly export" });
        await page.Find("#scope-findings").ChangeAsync(new() { Value = true });
        await page.Find("#clusters-some").ChangeAsync(new() { Value = "on" });
        await page.Find("#program-clusters").ChangeAsync(new() { Value = "not-there" });
        await page.Find("form.account-form").SubmitAsync();
        Assert.Contains("no cluster “not-there”", page.Find("[data-make-notice]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-secret]"));
        await page.Find("#program-clusters").ChangeAsync(new() { Value = "prod" });
        await page.Find("form.account-form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tr[data-program='nightly export']")));
        var secret = page.Find("[data-secret] code").TextContent;
        Assert.StartsWith(ApiTokens.Prefix, secret, StringComparison.Ordinal);
        var row = page.Find("tr[data-program='nightly export']");
        Assert.Contains("prod", row.TextContent, StringComparison.Ordinal);
        Assert.Contains(secret[^4..], row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, stage.Open<TokensPage>("/account/tokens").Markup, StringComparison.Ordinal);

        await page.Find("button[data-do='end']").ClickAsync(new());
        await page.Find("button[data-do='sure']").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("You have no token", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain(secret, page.Markup, StringComparison.Ordinal);
    }

    /// <summary>What a token of a tenant can reach is the tenant's, and what goes with it.</summary>
    [Fact]
    public async Task Form_OffersWhatTheViewerMayGive()
    {
        await using var stage = await StageAsync();
        await BecomeAsync(stage, Roles.Lead);
        var page = stage.Open<TokensPage>("/account/tokens");
        Assert.True(page.Find("#reach-lead").HasAttribute("checked"));
        Assert.Equal(["reach-lead", "reach-tenant"], page.FindAll("input[name='reach']").Select(input => input.Id));
        Assert.Equal(["scope-clusters", "scope-findings", "scope-activity"], page.FindAll("input[type='checkbox']").Select(input => input.Id));
        await page.Find("#reach-tenant").ChangeAsync(new() { Value = "on" });
        Assert.NotEmpty(page.FindAll("#program-tenants"));
        Assert.Equal(["scope-clusters", "scope-findings"], page.FindAll("input[type='checkbox']").Select(input => input.Id));

        await BecomeAsync(stage, Roles.Admin);
        Assert.Contains("no role whose rights", stage.Open<TokensPage>("/account/tokens").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SessionNotFresh_OffersToSignInAgain()
    {
        await using var stage = await StageAsync();
        await BecomeAsync(stage, Roles.Lead);
        stage.Time.Advance(OwnCredentials.Fresh);

        var page = stage.Open<TokensPage>("/account/tokens");
        Assert.NotEmpty(page.FindAll("[data-sign-in-again]"));
        Assert.Empty(page.FindAll("form.account-form"));
    }

    private async Task<PageStage> StageAsync()
    {
        var stage = await PageStage.CreateWithAccountsAsync(postgres);
        stage.Services.AddScoped<ApiTokens>();
        await stage.CommitAsync("prod", Sample.Bad);
        return stage;
    }

    private static async Task BecomeAsync(PageStage stage, string role)
    {
        var session = await stage.Services.GetRequiredService<Sessions>().StartAsync("test|ada", "Ada", new([role], [], null), null, null, new("curl/8", "192.0.2.7"), Token);
        stage.Person.SetRoles(role);
        stage.Person.SetClaims(new Claim("sub", "ada", ClaimValueTypes.String, "test"), new Claim(Session.IdClaim, session.Id.ToString()));
    }
}
