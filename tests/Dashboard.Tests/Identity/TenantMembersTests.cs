using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;
using Posture.Store.Commands;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>A tenant that is removed takes its memberships along: made again under the name, it has none of before (F-36 for people).</summary>
public sealed class TenantMembersTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Removed_TakesAccountsAndInvitationsOut_AndLeavesOtherTenants()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var root = await stage.AdministerAsync(await stage.AddAsync("root@example.com", roles: Roles.Admin));
        var ada = await AddAsync(stage, "ada@example.com", "shop", "bank");
        var mara = await AddAsync(stage, "mara@example.com", "bank");
        var ((_, adas), (_, maras)) = (await stage.SignInAsync(ada), await stage.SignInAsync(mara));
        await stage.InScopeAsync<People>(async people => Assert.Equal(PeopleOutcome.Done, (await people.InviteAsync(root, "new@example.com", [Roles.Tenant], ["shop", "bank"], Token)).Outcome));

        await stage.Services.GetRequiredService<TenantMembers>().RemoveAsync(Actor.System, "shop", Token);

        Assert.Equal((false, true), (await stage.Check.HoldsAsync(adas, Token), await stage.Check.HoldsAsync(maras, Token)));
        var people = stage.Services.GetRequiredService<PeopleQuery>();
        Assert.Equal(["bank"], (await people.FindAsync(ada.Id, Token))!.Tenants);
        Assert.Equal(["bank"], (await people.FindAsync(mara.Id, Token))!.Tenants);
        Assert.Equal(["bank"], Assert.Single(await people.InvitedAsync(Token)).Tenants);
        await stage.InScopeAsync<IdentityStore>(async store => Assert.NotEqual(ada.SecurityStamp, await store.Users.Where(account => account.Id == ada.Id).Select(account => account.SecurityStamp).SingleAsync(Token)));
        var entry = Assert.Single(await stage.LogAsync(), entry => entry.StartsWith("account.rights", StringComparison.Ordinal));
        Assert.StartsWith($"account.rights account/{ada.Id}", entry, StringComparison.Ordinal);
        Assert.Contains("\"before\":\"shop\"", entry, StringComparison.Ordinal);
    }

    private static async Task<Account> AddAsync(IdentityStage stage, string name, params string[] tenants)
    {
        var account = await stage.AddAsync(name, roles: Roles.Tenant);
        await stage.InScopeAsync<UserManager<Account>>(async accounts =>
        {
            account = (await accounts.FindByIdAsync(account.Id.ToString()))!;
            Assert.Empty((await accounts.AddClaimsAsync(account, tenants.Select(tenant => new Claim(Viewer.TenantClaim, tenant)))).Errors);
        });
        return account;
    }
}
