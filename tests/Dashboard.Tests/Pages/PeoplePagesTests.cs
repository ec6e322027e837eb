using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Components.Pages.PeoplePages;
using Posture.Dashboard.Identity;
using Posture.Store.Commands;
using TestContext = Xunit.TestContext;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>Accounts are looked at by leads and managers, and changed by administrators.</summary>
public sealed class PeoplePagesTests(PostgresFixture postgres)
{
    private const string Password = "a sentence of some length";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Administrator_Invites_AndTheLinkIsShownOnceAndCanBeWithdrawn()
    {
        await using var stage = await StageAsync();
        await stage.Services.GetRequiredService<TenantRegistry>().PutAsync(Actor.System, "shop", "Shop", [new("prod", "shop")], Token);
        var page = stage.Open<PeoplePage>("/admin/people");
        Assert.Contains("you", page.Find("tr[data-person='root@example.com']").TextContent, StringComparison.Ordinal);

        await InviteAsync(page, "new@example.com", "shop", "tenant", "manager");

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tr[data-invited='new@example.com']")));
        var row = page.Find("tr[data-invited='new@example.com']").TextContent;
        Assert.Contains("Tenant, Manager", row, StringComparison.Ordinal);
        Assert.Contains("shop", row, StringComparison.Ordinal);
        var link = new Uri(page.Find("#one-time-link").TextContent);
        Assert.Equal("/account/invitation", link.AbsolutePath);
        await using (var scope = stage.Services.CreateAsyncScope())
            Assert.Equal("new@example.com", (await scope.ServiceProvider.GetRequiredService<Invitations>().FindAsync(link.Query["?code=".Length..], Token))!.Email);
        Assert.Empty(stage.Open<PeoplePage>("/admin/people").FindAll("[data-link]"));

        await page.Find("tr[data-invited='new@example.com'] button").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("tr[data-invited]")));
    }

    [Theory]
    [InlineData("new@example.com", "not-there", "not-there")]
    [InlineData("root@example.com", "", "already")]
    [InlineData("a b@example.com", "", "no e-mail address")]
    public async Task Invite_WhatCannotBe_SaysWhyAndKeepsWhatWasTyped(string email, string tenants, string said)
    {
        await using var stage = await StageAsync();
        var page = stage.Open<PeoplePage>("/admin/people");

        await InviteAsync(page, email, tenants, "lead");

        page.WaitForAssertion(() => Assert.Contains(said, page.Find("[data-invite-notice]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-link], tr[data-invited]"));
        Assert.Equal(email, page.Find("#invite-email").GetAttribute("value"));
    }

    [Theory]
    [InlineData("lead")]
    [InlineData("manager")]
    public async Task WhoOnlyLooks_SeesNothingToChange(string role)
    {
        await using var stage = await StageAsync();
        var ada = await AddAsync(stage, "ada@example.com", Roles.Manager);
        stage.Person.SetRoles(role);

        var list = stage.Open<PeoplePage>("/admin/people");
        Assert.Contains("Manager", list.Find("tr[data-person='ada@example.com']").TextContent, StringComparison.Ordinal);
        Assert.Empty(list.FindAll("section[aria-labelledby=invite], [data-sign-in-again]"));
        var one = stage.Open<PersonPage>(PeoplePage.Href(ada.Id), ("Id", ada.Id.ToString()));
        Assert.Contains("Manager", one.Find("[data-roles]").TextContent, StringComparison.Ordinal);
        Assert.Empty(one.FindAll("main form, section[aria-labelledby=rights], section[aria-labelledby=actions], [data-sign-in-again]"));
    }

    [Fact]
    public async Task Administrator_ChangesRights_AndSeesThemAtOnce()
    {
        await using var stage = await StageAsync();
        var ada = await AddAsync(stage, "ada@example.com", Roles.Manager);
        var page = stage.Open<PersonPage>(PeoplePage.Href(ada.Id), ("Id", ada.Id.ToString()));
        Assert.True(page.Find("#rights-manager").HasAttribute("checked"));

        await page.Find("#rights-manager").ChangeAsync(new() { Value = false });
        await page.Find("#rights-lead").ChangeAsync(new() { Value = true });
        await page.Find("section[aria-labelledby=rights] form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Equal("Security lead", page.Find("[data-roles]").TextContent));
    }

    [Fact]
    public async Task Administrator_LocksAndUnlocks_AndRemovesAfterBeingAskedTwice()
    {
        await using var stage = await StageAsync();
        var ada = await AddAsync(stage, "ada@example.com", Roles.Manager);
        var page = stage.Open<PersonPage>(PeoplePage.Href(ada.Id), ("Id", ada.Id.ToString()));

        await page.Find("[data-do=lock]").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal("locked", page.Find("[data-state-word]").TextContent));
        Assert.Empty(page.FindAll("[data-do=lock]"));
        await page.Find("[data-do=unlock]").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal("active", page.Find("[data-state-word]").TextContent));

        await page.Find("[data-do=reset]").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("/account/invitation?code=", page.Find("#one-time-link").TextContent, StringComparison.Ordinal));
        await page.Find("[data-do=withdraw]").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-do=withdraw], [data-link]")));

        await page.Find("[data-do=remove]").ClickAsync(new());
        Assert.NotNull(await stage.Services.GetRequiredService<PeopleQuery>().FindAsync(ada.Id, Token));
        await page.Find("[data-do=remove-sure]").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal("/admin/people", stage.Address));
        Assert.Null(await stage.Services.GetRequiredService<PeopleQuery>().FindAsync(ada.Id, Token));
    }

    [Fact]
    public async Task OwnAccount_IsShownWithoutAnythingToChange()
    {
        await using var stage = await StageAsync();
        var root = (await stage.Services.GetRequiredService<PeopleQuery>().ListAsync("root@", 1, Token)).Rows.Single();

        var page = stage.Open<PersonPage>(PeoplePage.Href(root.Id), ("Id", root.Id.ToString()));

        Assert.Single(page.FindAll("[data-own]"));
        Assert.Empty(page.FindAll("section[aria-labelledby=rights], section[aria-labelledby=actions]"));
    }

    [Fact]
    public async Task P24_SessionOfLongAgo_AsksToSignInAgain()
    {
        await using var stage = await StageAsync();
        var ada = await AddAsync(stage, "ada@example.com", Roles.Manager);
        var open = stage.Open<PersonPage>(PeoplePage.Href(ada.Id), ("Id", ada.Id.ToString()));
        stage.Time.Advance(OwnCredentials.Fresh);

        await open.Find("[data-do=lock]").ClickAsync(new());

        open.WaitForAssertion(() => Assert.Single(open.FindAll("[data-sign-in-again]")));
        Assert.Equal("active", open.Find("[data-state-word]").TextContent);
        Assert.Contains("within 10 minutes", stage.Open<PeoplePage>("/admin/people").Find("section[aria-labelledby=invite]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_ThatFindsNobody_CanBeCleared_AndNobodyElsewhereIsFound()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<PeoplePage>("/admin/people?q=nobody");
        Assert.Single(page.FindAll("[data-state=empty-filter]"));
        Assert.Single(stage.Open<PersonPage>("/admin/people/x", ("Id", "x")).FindAll("[data-state=not-found]"));
        Assert.Single(stage.Open<PersonPage>("/admin/people/x", ("Id", Guid.NewGuid().ToString())).FindAll("[data-state=not-found]"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("shop")]
    public async Task DatabaseAway_SaysThatNothingWasChanged(string tenants)
    {
        await using var stage = await StageAsync();
        var page = stage.Open<PeoplePage>("/admin/people");
        await stage.LoseDatabaseServerAsync();

        await InviteAsync(page, "new@example.com", tenants, "lead");

        page.WaitForAssertion(() => Assert.Contains("the database did not take it", page.Find("[data-invite-notice]").TextContent, StringComparison.Ordinal));
    }

    /// <summary>With another provider the accounts are not here, and the page says whose they are; who has come is signed out here.</summary>
    [Fact]
    public async Task OtherProvider_KeepsTheAccounts_AndItsPeopleAreSignedOut()
    {
        await using var stage = await PageStage.CreateWithAccountsAsync(postgres);
        stage.Services.AddSingleton<Visitors>();
        stage.Person.SetRoles("admin");
        var empty = stage.Open<PeoplePage>("/admin/people");
        Assert.Contains("identity provider", empty.Find("[data-state=empty-first]").TextContent, StringComparison.Ordinal);
        Assert.Empty(empty.FindAll("form, table"));
        var root = await ComeAsync(stage, "root");
        await ComeAsync(stage, "ada");
        stage.Person.SetClaims(new Claim("sub", "root", ClaimValueTypes.String, "test"), new Claim(Session.IdClaim, root.ToString()));

        var page = stage.Open<PeoplePage>("/admin/people");
        Assert.Equal(2, page.FindAll("tr[data-visitor]").Count);
        Assert.Empty(page.FindAll("tr[data-visitor='test|root'] button"));
        await page.Find("tr[data-visitor='test|ada'] button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("Done", page.Find("[data-visitor-notice]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("tr[data-visitor] button"));
        Assert.Equal("0", page.Find("tr[data-visitor='test|ada'] td.num").TextContent);
        stage.Person.SetRoles("lead");
        Assert.Empty(stage.Open<PeoplePage>("/admin/people").FindAll("tr[data-visitor] button"));
    }

    private static async Task<Guid> ComeAsync(PageStage stage, string subject) => (await stage.Services.GetRequiredService<Sessions>()
        .StartAsync(Session.OwnerOf("test", subject), subject, new([Roles.Lead], [], null), null, null, new("curl/8", "192.0.2.7"), Token)).Id;

    private static async Task InviteAsync(IRenderedComponent<PeoplePage> page, string email, string tenants, params string[] roles)
    {
        await page.Find("#invite-email").ChangeAsync(new() { Value = email });
        foreach (var role in roles)
            await page.Find("#invite-" + role).ChangeAsync(new() { Value = true });
        await page.Find("#invite-tenants").ChangeAsync(new() { Value = tenants });
        await page.Find("section[aria-labelledby=invite] form.account-form").SubmitAsync();
    }

    private static async Task<Account> AddAsync(PageStage stage, string name, params string[] roles)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = new Account { UserName = name, Email = name, DisplayName = name.Split('@')[0] };
        Assert.Empty((await accounts.CreateAsync(account, Password)).Errors);
        Assert.Empty((await accounts.AddToRolesAsync(account, roles)).Errors);
        return account;
    }

    /// <summary>With an administrator who has just signed in.</summary>
    private async Task<PageStage> StageAsync()
    {
        var stage = await PageStage.CreateWithAccountsAsync(postgres);
        stage.Services.AddDataProtection();
        stage.Services.AddAccounts();
        stage.Services.AddScoped<SecondFactorRule>().AddScoped<OwnCredentials>().AddScoped<SecondFactors>().AddScoped<Passkeys>().AddScoped<Invitations>().AddScoped<Administration>().AddScoped<People>().AddSingleton<PeopleQuery>();
        await using (var scope = stage.Services.CreateAsyncScope())
        {
            var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole<Guid>>>();
            foreach (var role in Roles.All)
                await roles.CreateAsync(new(role));
        }
        var root = await AddAsync(stage, "root@example.com", Roles.Admin);
        var session = await stage.Services.GetRequiredService<Sessions>().StartAsync(root, "test", SignInMethod.Password, new("curl/8", "192.0.2.7"), Token);
        stage.Person.SetRoles("admin");
        stage.Person.SetClaims(new Claim("sub", root.Id.ToString(), ClaimValueTypes.String, "test"), new Claim(Session.IdClaim, session.Id.ToString()));
        return stage;
    }
}
