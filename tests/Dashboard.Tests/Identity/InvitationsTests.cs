using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>One-time links to an account and to a new password: used once, for a while, and by what the administrator has said.</summary>
public sealed class InvitationsTests(PostgresFixture postgres)
{
    private const string Email = "ada@example.com";
    private const string Good = "a sentence of some length";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invitation_Used_MakesTheAccountOnceAndIsInTheLog()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (_, code) = await InviteAsync(stage);

        Assert.True((await RedeemAsync(stage, code))!.Succeeded);
        Assert.Null(await RedeemAsync(stage, code));

        var ada = Assert.Single((await Query(stage).ListAsync(Email, 1, Token)).Rows);
        Assert.Equal(("Ada", "manager tenant", "bank shop"), (ada.Name, string.Join(' ', ada.Roles), string.Join(' ', ada.Tenants)));
        Assert.True(await IsPasswordAsync(stage, Good));
        var log = await stage.LogAsync();
        Assert.StartsWith($"account.join account/{ada.Id}", log[^1], StringComparison.Ordinal);
        Assert.Contains(log, entry => entry.StartsWith("account.invite invitation/", StringComparison.Ordinal) && entry.Contains("tenant manager (bank shop)", StringComparison.Ordinal));
        Assert.DoesNotContain(log, entry => entry.Contains(code, StringComparison.Ordinal) || entry.Contains(Good, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Invitation_UsedAtTheSameMoment_MakesOneAccount()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (_, code) = await InviteAsync(stage);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RedeemAsync(stage, code)));

        Assert.Single(answers, answer => answer is { Succeeded: true });
        Assert.Equal(5, answers.Count(answer => answer is null));
        Assert.Single((await Query(stage).ListAsync(Email, 1, Token)).Rows);
    }

    [Fact]
    public async Task Invitation_WeakPassword_IsRefusedAndTheLinkStaysGood()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (_, code) = await InviteAsync(stage);

        Assert.Equal(PasswordRule.Guessed, (await RedeemAsync(stage, code, "password1234"))!.Errors.Single().Code);
        Assert.Equal("PasswordTooShort", (await RedeemAsync(stage, code, "xq7-"))!.Errors.First().Code);
        Assert.Equal(0, (await Query(stage).ListAsync(Email, 1, Token)).Total);
        Assert.True((await RedeemAsync(stage, code))!.Succeeded);
    }

    [Fact]
    public async Task Invitation_PastItsTimeOrWithdrawnOrReplaced_GivesNothing()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (admin, first) = await InviteAsync(stage);
        var (_, second) = await InviteAsync(stage, admin);
        Assert.Null(await RedeemAsync(stage, first));

        var open = Assert.Single(await Query(stage).InvitedAsync(Token));
        Assert.Equal(PeopleOutcome.Done, (await PeopleAsync(stage, people => people.WithdrawAsync(admin, open.Id, Token))).Outcome);
        Assert.Equal(PeopleOutcome.Gone, (await PeopleAsync(stage, people => people.WithdrawAsync(admin, open.Id, Token))).Outcome);
        Assert.Null(await RedeemAsync(stage, second));
        Assert.StartsWith($"account.withdraw invitation/{open.Id}", (await stage.LogAsync())[^1], StringComparison.Ordinal);

        var (_, third) = await InviteAsync(stage, admin);
        stage.Time.Advance(Invitations.Lifetime - TimeSpan.FromSeconds(1));
        await stage.InScopeAsync<Invitations>(async invitations => Assert.NotNull(await invitations.FindAsync(third, Token)));
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await RedeemAsync(stage, third));
        Assert.Empty(await Query(stage).InvitedAsync(Token));
    }

    /// <summary>The database has nothing that opens an account.</summary>
    [Fact]
    public async Task Invitation_InTheDatabase_IsNotTheCode()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (_, code) = await InviteAsync(stage);

        await stage.InScopeAsync<IdentityStore>(async store =>
        {
            var kept = await store.Invitations.SingleAsync(Token);
            Assert.Equal(64, kept.Hash.Length);
            Assert.DoesNotContain(code, kept.Hash, StringComparison.Ordinal);
            Assert.Equal(43, code.Length);
        });
    }

    [Fact]
    public async Task Reset_Used_ChangesThePasswordOnceAndEndsEverySession()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var admin = await AdminAsync(stage);
        var ada = await stage.AddAsync(Email, Good, Roles.Lead);
        var secret = new byte[OneTimeCode.SecretSize];
        await stage.InScopeAsync<SecondFactors>(factors => factors.PutAsync(ada.Id, secret, OneTimeCode.Of(secret, OneTimeCode.StepOf(stage.Time.GetUtcNow())), Token));
        var (_, session) = await stage.SignInAsync(ada);
        var code = (await PeopleAsync(stage, people => people.ResetAsync(admin, ada.Id, Token))).Code!;
        Assert.Equal((true, true), (await IsPasswordAsync(stage, Good), await stage.Check.HoldsAsync(session, Token)));

        Assert.Equal(PasswordRule.Guessed, (await RedeemAsync(stage, code, "password1234"))!.Errors.Single().Code);
        Assert.Equal((true, true), (await IsPasswordAsync(stage, Good), await stage.Check.HoldsAsync(session, Token)));

        Assert.True((await RedeemAsync(stage, code, "another sentence of mine"))!.Succeeded);
        Assert.Null(await RedeemAsync(stage, code, "a third sentence of mine"));

        Assert.Equal((false, true), (await IsPasswordAsync(stage, Good), await IsPasswordAsync(stage, "another sentence of mine")));
        Assert.False(await stage.Check.HoldsAsync(session, Token));
        Assert.Equal(("lead", true), await Query(stage).FindAsync(ada.Id, Token) is { } after ? (string.Join(' ', after.Roles), after.HasSecondFactor) : default);
        Assert.StartsWith($"account.reset.use account/{ada.Id}", (await stage.LogAsync())[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_PastItsTime_GivesNothing()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var admin = await AdminAsync(stage);
        var ada = await stage.AddAsync(Email, Good);
        var code = (await PeopleAsync(stage, people => people.ResetAsync(admin, ada.Id, Token))).Code!;
        Assert.NotNull((await Query(stage).FindAsync(ada.Id, Token))!.Reset);
        stage.Time.Advance(Invitations.ResetLifetime);

        Assert.Null(await RedeemAsync(stage, code, "another sentence of mine"));

        Assert.True(await IsPasswordAsync(stage, Good));
        Assert.Null((await Query(stage).FindAsync(ada.Id, Token))!.Reset);
    }

    [Fact]
    public async Task P32_NoEntry_NoAccount()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (_, code) = await InviteAsync(stage);
        var written = (await stage.LogAsync()).Count;
        await stage.ExecuteAsync($"alter table audit add constraint full_now check (seq <= {written})");

        await Assert.ThrowsAnyAsync<Exception>(() => RedeemAsync(stage, code));

        Assert.Equal(0, (await Query(stage).ListAsync(Email, 1, Token)).Total);
        await stage.InScopeAsync<Invitations>(async invitations => Assert.NotNull(await invitations.FindAsync(code, Token)));
    }

    private static PeopleQuery Query(IdentityStage stage) => stage.Services.GetRequiredService<PeopleQuery>();

    private static async Task<ClaimsPrincipal> AdminAsync(IdentityStage stage) => await stage.AdministerAsync(await stage.AddAsync("root@example.com", Good, Roles.Admin));

    private static async Task<(ClaimsPrincipal Admin, string Code)> InviteAsync(IdentityStage stage, ClaimsPrincipal? admin = null)
    {
        admin ??= await AdminAsync(stage);
        var answer = await PeopleAsync(stage, people => people.InviteAsync(admin, " Ada@Example.com ", [Roles.Manager, Roles.Tenant, "root"], ["shop", "bank", "shop"], Token));
        Assert.Equal(PeopleOutcome.Done, answer.Outcome);
        return (admin, answer.Code!);
    }

    private static async Task<PeopleAnswer> PeopleAsync(IdentityStage stage, Func<People, Task<PeopleAnswer>> work)
    {
        PeopleAnswer? answer = null;
        await stage.InScopeAsync<People>(async people => answer = await work(people));
        return answer!;
    }

    private static async Task<IdentityResult?> RedeemAsync(IdentityStage stage, string code, string password = Good)
    {
        IdentityResult? result = null;
        await stage.InScopeAsync<Invitations>(async invitations => result = await invitations.RedeemAsync(code, "Ada", password, IdentityStage.Issuer, "192.0.2.7", Token));
        return result;
    }

    private static async Task<bool> IsPasswordAsync(IdentityStage stage, string password)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        return await accounts.CheckPasswordAsync((await accounts.FindByNameAsync(Email))!, password);
    }
}
