using System.Security.Claims;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Components.Pages.Activity;
using Posture.Dashboard.Components.Pages.Admin;
using Posture.Model.Tenancy;
using Posture.Store.Commands;
using Posture.Store.Queries;
using TestContext = Xunit.TestContext;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>Tenants are named, given namespaces and removed; every change is in the log of activity.</summary>
public sealed class AdminPageTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_NewTenant_ReachesItsNamespacesAndIsLogged()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<AdminPage>("/admin");
        Assert.NotEmpty(page.FindAll("[data-state=empty-first]"));

        await FillAsync(page, "shop", "The Shop <b>", "prod/shop\n*/pay-*");

        Assert.Equal("/admin?tenant=shop", stage.Address);
        page = stage.Open<AdminPage>("/admin?tenant=shop");
        Assert.Contains("The Shop <b>", page.Find("tr[data-tenant=shop]").TextContent, StringComparison.Ordinal);
        Assert.Contains("shop", page.Find("section[aria-labelledby=reach] tbody").TextContent, StringComparison.Ordinal);
        var log = stage.Open<ActivityPage>("/activity");
        var entry = log.Find("tr[data-seq='1']").TextContent;
        Assert.Contains("lena", entry, StringComparison.Ordinal);
        Assert.Contains("Tenant saved", entry, StringComparison.Ordinal);
        Assert.Contains("*/pay-* prod/shop", entry, StringComparison.Ordinal);
        Assert.Equal("test|ada", Assert.Single((await stage.Services.GetRequiredService<AuditQuery>().PageAsync(ViewScope.All, "", new(), 1, 10, Token)).Rows).Actor);
    }

    [Theory]
    [InlineData("Shop!", "Shop", "prod/shop", "1 to 63")]
    [InlineData("shop", " ", "prod/shop", "display name")]
    [InlineData("shop", "Shop", "prod/team-a*", "prod/team-a*")]
    [InlineData("shop", "Shop", "prod", "prod")]
    [InlineData("shop", "Shop", "a/b/c", "a/b/c")]
    public async Task Save_WhatIsNotValid_SaysWhichAndSavesNothing(string name, string display, string rules, string said)
    {
        await using var stage = await StageAsync();
        var page = stage.Open<AdminPage>("/admin");

        await FillAsync(page, name, display, rules);

        Assert.Contains(said, page.Find("[data-notice]").TextContent, StringComparison.Ordinal);
        Assert.Empty(await stage.Services.GetRequiredService<TenantQuery>().ListAsync(Token));
    }

    /// <summary>The role was lost while the page stood open: the event does nothing (B-58).</summary>
    [Fact]
    public async Task Save_RoleLostMeanwhile_DoesNothing()
    {
        await using var stage = await StageAsync();
        await stage.Services.GetRequiredService<TenantRegistry>().PutAsync(Actor.System, "shop", "Shop", [new("prod", "shop")], Token);
        var page = stage.Open<AdminPage>("/admin?tenant=shop");
        stage.Person.SetRoles("lead");

        await page.Find("#tenant-rules").ChangeAsync(new() { Value = "*/bank" });
        await page.Find("section[aria-labelledby=tenant-form] form").SubmitAsync();

        Assert.Equal([new TenantRule("prod", "shop")], Assert.Single(await stage.Services.GetRequiredService<TenantQuery>().ListAsync(Token)).Rules);
    }

    [Fact]
    public async Task Remove_IsAskedTwiceAndThenGone()
    {
        await using var stage = await StageAsync();
        await stage.Services.GetRequiredService<TenantRegistry>().PutAsync(Actor.System, "shop", "Shop", [new("prod", "shop")], Token);
        var page = stage.Open<AdminPage>("/admin?tenant=shop");

        await page.FindAll("form .button").Single(button => button.TextContent == "Remove").ClickAsync(new());
        Assert.Single(await stage.Services.GetRequiredService<TenantQuery>().ListAsync(Token));
        await page.Find("form .danger").ClickAsync(new());

        Assert.Empty(await stage.Services.GetRequiredService<TenantQuery>().ListAsync(Token));
        Assert.Equal("/admin", stage.Address);
    }

    [Fact]
    public async Task Give_NamespaceMadeAnew_IsTheTenantsAgain()
    {
        const string Made = "{ apiVersion: v1, kind: Namespace, metadata: { name: shop, uid: one } }";
        await using var stage = await StageAsync();
        await stage.CommitAsync("prod", Made);
        await stage.Services.GetRequiredService<TenantRegistry>().PutAsync(Actor.System, "shop", "Shop", [new("prod", "shop")], Token);
        await stage.CommitAsync("prod", Made.Replace("one", "two", StringComparison.Ordinal), PageStage.Now.AddMinutes(1));
        var page = stage.Open<AdminPage>("/admin?tenant=shop");
        Assert.Contains("held back", page.Find("section[aria-labelledby=reach] tbody").TextContent, StringComparison.Ordinal);

        await page.Find("section[aria-labelledby=reach] tbody button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("known", page.Find("section[aria-labelledby=reach] tbody").TextContent, StringComparison.Ordinal));
        Assert.Equal((1, 0), Assert.Single(await stage.Services.GetRequiredService<TenantQuery>().ListAsync(Token)) is var tenant ? (tenant.Namespaces, tenant.Held) : default);
    }

    [Fact]
    public async Task Save_RulesOfATenant_ShowsWhatTheyReachNow()
    {
        await using var stage = await StageAsync();
        await stage.Services.GetRequiredService<TenantRegistry>().PutAsync(Actor.System, "shop", "Shop", [new("prod", "elsewhere")], Token);
        var page = stage.Open<AdminPage>("/admin?tenant=shop");
        Assert.NotEmpty(page.FindAll("section[aria-labelledby=reach] [data-state]"));

        await FillAsync(page, "shop", "Shop", "prod/shop");

        page.WaitForAssertion(() => Assert.Contains("shop", page.Find("section[aria-labelledby=reach] tbody").TextContent, StringComparison.Ordinal));
        Assert.Contains("Saved", page.Find("[data-notice]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_DatabaseAway_SaysThatNothingWasChangedAndKeepsWhatWasTyped()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<AdminPage>("/admin");
        await stage.LoseDatabaseServerAsync();

        await FillAsync(page, "shop", "Shop", "prod/shop");

        Assert.Contains("Nothing was changed", page.Find("[data-notice]").TextContent, StringComparison.Ordinal);
        Assert.Equal("prod/shop", page.Find("#tenant-rules").GetAttribute("value"));
    }

    [Fact]
    public async Task Activity_Tenant_SeesNothingOfOthers()
    {
        await using var stage = await StageAsync();
        await stage.BecomeTenantAsync("prod/shop");
        var page = stage.Open<ActivityPage>("/activity");

        Assert.NotEmpty(page.FindAll("[data-state=empty-first]"));
        Assert.Empty(page.FindAll("tr[data-seq]"));
    }

    private static async Task FillAsync(IRenderedComponent<AdminPage> page, string name, string display, string rules)
    {
        await page.Find("#tenant-name").ChangeAsync(new() { Value = name });
        await page.Find("#tenant-display").ChangeAsync(new() { Value = display });
        await page.Find("#tenant-rules").ChangeAsync(new() { Value = rules });
        await page.Find("section[aria-labelledby=tenant-form] form").SubmitAsync();
    }

    private async Task<PageStage> StageAsync()
    {
        var stage = await PageStage.CreateWithAccountsAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        stage.Person.SetRoles("admin");
        stage.Person.SetClaims(new Claim("sub", "ada", ClaimValueTypes.String, "test"));
        return stage;
    }
}
