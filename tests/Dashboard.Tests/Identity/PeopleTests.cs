using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>Administrators change the accounts of others: within minutes of signing in, never their own, and never so that none is left (A-24, P-24, P-32).</summary>
public sealed class PeopleTests(PostgresFixture postgres)
{
    private const string Password = "a sentence of some length";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Every change there is, to be tried with what must not pass.</summary>
    private static readonly Dictionary<string, Func<People, ClaimsPrincipal, Guid, Task<PeopleAnswer>>> All = new(StringComparer.Ordinal)
    {
        ["rights"] = (people, user, id) => people.SetRightsAsync(user, id, [Roles.Lead], ["shop"], Token),
        ["lock"] = (people, user, id) => people.LockAsync(user, id, Token),
        ["unlock"] = (people, user, id) => people.UnlockAsync(user, id, Token),
        ["reset"] = (people, user, id) => people.ResetAsync(user, id, Token),
        ["factor"] = (people, user, id) => people.RemoveFactorAsync(user, id, Token),
        ["sessions"] = (people, user, id) => people.EndSessionsAsync(user, id, Token),
        ["remove"] = (people, user, id) => people.RemoveAsync(user, id, Token),
        ["invite"] = (people, user, _) => people.InviteAsync(user, "new@example.com", [Roles.Lead], [], Token),
    };

    [Fact]
    public async Task Rights_Changed_EndTheSessionsAndAreInTheLog()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (root, ada) = await TwoAsync(stage, Roles.Manager);
        var (_, session) = await stage.SignInAsync(ada);

        Assert.Equal(PeopleOutcome.Done, await DoAsync(stage, people => people.SetRightsAsync(root, ada.Id, [Roles.Tenant, "root"], ["shop", "bank"], Token)));

        var now = await FindAsync(stage, ada.Id);
        Assert.Equal(("tenant", "bank shop"), (string.Join(' ', now!.Roles), string.Join(' ', now.Tenants)));
        Assert.False(await stage.Check.HoldsAsync(session, Token));
        Assert.True(await stage.Check.HoldsAsync(root, Token));
        var entry = (await stage.LogAsync())[^1];
        Assert.StartsWith($"account.rights account/{ada.Id}", entry, StringComparison.Ordinal);
        Assert.Contains("\"manager\"", entry, StringComparison.Ordinal);
        Assert.Contains("tenant (bank shop)", entry, StringComparison.Ordinal);

        Assert.Equal(PeopleOutcome.Nothing, await DoAsync(stage, people => people.SetRightsAsync(root, ada.Id, [Roles.Tenant], ["bank", "shop"], Token)));
        Assert.Equal(entry, (await stage.LogAsync())[^1]);
    }

    [Fact]
    public async Task Locked_SignsInNoMoreUntilUnlocked()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (root, ada) = await TwoAsync(stage, Roles.Lead);
        var (_, session) = await stage.SignInAsync(ada);
        string? link = null;
        await stage.InScopeAsync<People>(async people => link = (await people.ResetAsync(root, ada.Id, Token)).Code);

        Assert.Equal(PeopleOutcome.Done, await DoAsync(stage, people => people.LockAsync(root, ada.Id, Token)));

        Assert.False(await stage.Check.HoldsAsync(session, Token));
        Assert.Equal((PersonState.Locked, 0), await FindAsync(stage, ada.Id) is { } locked ? (locked.State, locked.Sessions) : default);
        await stage.InScopeAsync<Invitations>(async links => Assert.Null(await links.FindAsync(link!, Token)));
        stage.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.True(await IsLockedAsync(stage, ada.Id));

        Assert.Equal(PeopleOutcome.Done, await DoAsync(stage, people => people.UnlockAsync(root, ada.Id, Token)));
        Assert.False(await IsLockedAsync(stage, ada.Id));
        Assert.Equal(PeopleOutcome.Nothing, await DoAsync(stage, people => people.UnlockAsync(root, ada.Id, Token)));
        Assert.Equal(["account.reset", "session.end", "account.lock", "account.unlock"], (await stage.LogAsync()).TakeLast(4).Select(entry => entry.Split(' ')[0]));
    }

    [Fact]
    public async Task Removed_IsGoneWithItsSessionsAndTheLinksItGave()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (root, ada) = await TwoAsync(stage, Roles.Admin);
        var hers = await stage.AdministerAsync(ada);
        string? link = null;
        await stage.InScopeAsync<People>(async people => link = (await people.InviteAsync(hers, "friend@example.com", [Roles.Admin], [], Token)).Code);

        Assert.Equal(PeopleOutcome.Done, await DoAsync(stage, people => people.RemoveAsync(root, ada.Id, Token)));

        Assert.Null(await FindAsync(stage, ada.Id));
        Assert.False(await stage.Check.HoldsAsync(hers, Token));
        await stage.InScopeAsync<Invitations>(async links => Assert.Null(await links.FindAsync(link!, Token)));
        Assert.Equal(["session.end", "account.remove"], (await stage.LogAsync()).TakeLast(2).Select(entry => entry.Split(' ')[0]));
        Assert.Equal(PeopleOutcome.Gone, await DoAsync(stage, people => people.RemoveAsync(root, ada.Id, Token)));
    }

    /// <summary>Who is no administrator any more has invited nobody who can still come.</summary>
    [Fact]
    public async Task Rights_OfAdminTaken_TakeTheInvitationsToo()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (root, ada) = await TwoAsync(stage, Roles.Admin);
        var hers = await stage.AdministerAsync(ada);
        await DoAsync(stage, people => people.InviteAsync(hers, "friend@example.com", [Roles.Admin], [], Token));
        await DoAsync(stage, people => people.InviteAsync(root, "colleague@example.com", [Roles.Lead], [], Token));

        Assert.Equal(PeopleOutcome.Done, await DoAsync(stage, people => people.SetRightsAsync(root, ada.Id, [Roles.Lead], [], Token)));

        Assert.Equal("colleague@example.com", Assert.Single(await stage.Services.GetRequiredService<PeopleQuery>().InvitedAsync(Token)).Email);
    }

    [Fact]
    public async Task SecondFactor_Removed_AsksForThePasswordOnly()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (root, ada) = await TwoAsync(stage, Roles.Lead);
        var secret = new byte[OneTimeCode.SecretSize];
        await stage.InScopeAsync<SecondFactors>(async factors => Assert.True(await factors.PutAsync(ada.Id, secret, OneTimeCode.Of(secret, OneTimeCode.StepOf(stage.Time.GetUtcNow())), Token)));
        Assert.True((await FindAsync(stage, ada.Id))!.HasSecondFactor);
        var (_, session) = await stage.SignInAsync(ada);

        Assert.Equal(PeopleOutcome.Done, await DoAsync(stage, people => people.RemoveFactorAsync(root, ada.Id, Token)));

        Assert.False((await FindAsync(stage, ada.Id))!.HasSecondFactor);
        Assert.False(await stage.Check.HoldsAsync(session, Token));
        Assert.StartsWith("account.factor.remove", (await stage.LogAsync())[^1], StringComparison.Ordinal);
        Assert.Equal(PeopleOutcome.Nothing, await DoAsync(stage, people => people.RemoveFactorAsync(root, ada.Id, Token)));
    }

    [Fact]
    public async Task Sessions_Ended_AreAllOfThatAccountAndNoOther()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (root, ada) = await TwoAsync(stage, Roles.Lead);
        var sessions = new[] { (await stage.SignInAsync(ada)).User, (await stage.SignInAsync(ada)).User };

        Assert.Equal(PeopleOutcome.Done, await DoAsync(stage, people => people.EndSessionsAsync(root, ada.Id, Token)));

        foreach (var session in sessions)
            Assert.False(await stage.Check.HoldsAsync(session, Token));
        Assert.True(await stage.Check.HoldsAsync(root, Token));
        Assert.Equal(["session.end", "session.end", "account.sessions"], (await stage.LogAsync()).TakeLast(3).Select(entry => entry.Split(' ')[0]));
    }

    [Fact]
    public async Task P24_SessionNotFresh_ChangesNothing()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (root, ada) = await TwoAsync(stage, Roles.Manager);
        stage.Time.Advance(OwnCredentials.Fresh);
        await HoldsStillAsync(stage, ada, All.Keys, root, PeopleOutcome.NotFresh);
    }

    [Fact]
    public async Task NoAdministrator_ChangesNothing()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (_, ada) = await TwoAsync(stage, Roles.Manager);
        var lead = await stage.AdministerAsync(await stage.AddAsync("lead@example.com", Password, Roles.Lead), Roles.Lead, Roles.Manager);
        await HoldsStillAsync(stage, ada, All.Keys, lead, PeopleOutcome.NotAllowed);
    }

    /// <summary>The session still says administrator, the account does not.</summary>
    [Fact]
    public async Task NoAdministratorAnyMore_ChangesNothing()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (_, ada) = await TwoAsync(stage, Roles.Manager);
        var former = await stage.AdministerAsync(await stage.AddAsync("former@example.com", Password, Roles.Lead));
        await HoldsStillAsync(stage, ada, All.Keys, former, PeopleOutcome.NotAllowed);
    }

    [Fact]
    public async Task A24_OwnAccount_IsNotChanged()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var root = await stage.AddAsync("root@example.com", Password, Roles.Admin);
        await HoldsStillAsync(stage, root, All.Keys.Where(change => change != "invite"), await stage.AdministerAsync(root), PeopleOutcome.Gone);
    }

    /// <summary>Two administrators who take it from each other at the same moment: one is left.</summary>
    [Theory]
    [InlineData("rights")]
    [InlineData("lock")]
    [InlineData("remove")]
    public async Task Administrators_AtTheSameMoment_LeaveOne(string change)
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        for (var round = 0; round < 5; round++)
        {
            var (one, two) = (await stage.AddAsync($"one{round}@example.com", Password, Roles.Admin), await stage.AddAsync($"two{round}@example.com", Password, Roles.Admin));
            var (first, second) = (await stage.AdministerAsync(one), await stage.AdministerAsync(two));

            var answers = await Task.WhenAll(
                DoAsync(stage, people => All[change](people, first, two.Id)), DoAsync(stage, people => All[change](people, second, one.Id)));

            Assert.Single(answers, PeopleOutcome.Done);
            Assert.Single(new[] { await FindAsync(stage, one.Id), await FindAsync(stage, two.Id) }, left => left is { State: PersonState.Active } && left.Roles.Contains(Roles.Admin));
        }
    }

    [Fact]
    public async Task Invite_AddressThatCannotBe_OrIsTaken_IsRefused()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (root, _) = await TwoAsync(stage, Roles.Lead);

        Assert.Equal(PeopleOutcome.Taken, await DoAsync(stage, people => people.InviteAsync(root, "ADA@example.com", [], [], Token)));
        foreach (var wrong in new[] { "", "ada", "a b@example.com", "<b>@example.com", new string('a', 300) + "@example.com" })
            Assert.Equal(PeopleOutcome.NotAnAddress, await DoAsync(stage, people => people.InviteAsync(root, wrong, [], [], Token)));
        Assert.Empty(await stage.Services.GetRequiredService<PeopleQuery>().InvitedAsync(Token));
    }

    [Fact]
    public async Task P32_NoEntry_NoChange()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (root, ada) = await TwoAsync(stage, Roles.Lead);
        var (_, session) = await stage.SignInAsync(ada);
        await stage.ExecuteAsync("alter table audit add constraint full_now check (action not like 'account.%') not valid");

        await Assert.ThrowsAnyAsync<Exception>(() => DoAsync(stage, people => people.RemoveAsync(root, ada.Id, Token)));

        Assert.NotNull(await FindAsync(stage, ada.Id));
        Assert.True(await stage.Check.HoldsAsync(session, Token));
    }

    [Fact]
    public async Task List_FiltersByNameAndAddress_AndTellsWhatIsKnown()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (_, ada) = await TwoAsync(stage, Roles.Lead);
        for (var i = 0; i < PeopleQuery.PageSize; i++)
            await stage.AddAsync($"somebody{i:D2}@example.com", Password);
        var query = stage.Services.GetRequiredService<PeopleQuery>();

        var all = await query.ListAsync("", 1, Token);
        Assert.Equal((PeopleQuery.PageSize, PeopleQuery.PageSize + 2L), (all.Rows.Count, all.Total));
        Assert.Equal(2, (await query.ListAsync("", 2, Token)).Rows.Count);
        Assert.Equal("ada@example.com", Assert.Single((await query.ListAsync("ADA@", 1, Token)).Rows).Email);
        Assert.Equal("ada@example.com", Assert.Single((await query.ListAsync("\u0430d\u200b\u0430@", 1, Token)).Rows).Email);
        Assert.Equal(0, (await query.ListAsync("a_a", 1, Token)).Total);
        Assert.Equal(0, (await query.ListAsync("%", 1, Token)).Total);
        Assert.Null(all.Rows[0].SeenAt);
        await stage.SignInAsync(ada);
        Assert.Equal((PageStage.Now, 1), await FindAsync(stage, ada.Id) is { } seen ? (seen.SeenAt!.Value, seen.Sessions) : default);
    }

    /// <summary>After a change that must not pass: everything is as it was.</summary>
    private static async Task HoldsStillAsync(IdentityStage stage, Account account, IEnumerable<string> changes, ClaimsPrincipal user, PeopleOutcome expected)
    {
        var (_, session) = await stage.SignInAsync(account);
        var (before, log) = (await FindAsync(stage, account.Id), await stage.LogAsync());
        foreach (var change in changes)
        {
            Assert.Equal((change, expected), (change, await DoAsync(stage, people => All[change](people, user, account.Id))));

            Assert.Equivalent(before, await FindAsync(stage, account.Id), strict: true);
            Assert.Equal(log, await stage.LogAsync());
            Assert.True(await stage.Check.HoldsAsync(session, Token));
            Assert.Empty(await stage.Services.GetRequiredService<PeopleQuery>().InvitedAsync(Token));
        }
    }

    private static async Task<(ClaimsPrincipal Root, Account Ada)> TwoAsync(IdentityStage stage, params string[] roles) => (
        await stage.AdministerAsync(await stage.AddAsync("root@example.com", Password, Roles.Admin)), await stage.AddAsync("ada@example.com", Password, roles));

    private static Task<Person?> FindAsync(IdentityStage stage, Guid id) => stage.Services.GetRequiredService<PeopleQuery>().FindAsync(id, Token);

    private static async Task<bool> IsLockedAsync(IdentityStage stage, Guid id)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        return await accounts.IsLockedOutAsync((await accounts.FindByIdAsync(id.ToString()))!);
    }

    private static async Task<PeopleOutcome> DoAsync(IdentityStage stage, Func<People, Task<PeopleAnswer>> work)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        return (await work(scope.ServiceProvider.GetRequiredService<People>())).Outcome;
    }
}
