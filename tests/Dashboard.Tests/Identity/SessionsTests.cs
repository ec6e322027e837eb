using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;
using Posture.Store.Commands;
using Posture.Store.Listening;
using Posture.Store.RowSecurity;
using Posture.TestKit;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>A session is the server's: ended there, its cookies are worth nothing (P-18, ASVS 7.4).</summary>
public sealed class SessionsTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_Started_HoldsUntilItsEnd()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (session, user) = await stage.SignInAsync(await stage.AddAsync("ada@example.com", roles: "admin"));

        for (var hours = 0.0; hours < 7.5; hours += 0.5)
        {
            Assert.True(await stage.Check.HoldsAsync(user, Token));
            stage.Time.Advance(TimeSpan.FromHours(0.5));
        }
        stage.Time.Advance(TimeSpan.FromHours(0.5) - TimeSpan.FromSeconds(1));
        Assert.True(await stage.Check.HoldsAsync(user, Token));
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await stage.Check.HoldsAsync(user, Token));
        Assert.Empty(await stage.Sessions.ListAsync(session.Owner, Token));
    }

    [Fact]
    public async Task Session_LeftAlone_HoldsNoMore_AndOneInUseDoes()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres, ("Posture:Identity:IdleMinutes", "15"));
        var account = await stage.AddAsync("ada@example.com");
        var (_, alone) = await stage.SignInAsync(account);
        var (used, other) = await stage.SignInAsync(account);
        for (var minutes = 0; minutes < 20; minutes += 5)
        {
            Assert.Equal(minutes < 15 ? 2 : 1, (await stage.Services.GetRequiredService<PeopleQuery>().FindAsync(account.Id, Token))!.Sessions);
            Assert.True(await stage.Check.HoldsAsync(other, Token));
            stage.Time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.False(await stage.Check.HoldsAsync(alone, Token));
        Assert.Equal(used.Id, Assert.Single(await stage.Sessions.ListAsync(used.Owner, Token)).Id);
    }

    [Fact]
    public async Task Session_Ended_HoldsNoMoreAndBothAreInTheLog()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (session, user) = await stage.SignInAsync(await stage.AddAsync("ada@example.com"));

        Assert.True(await stage.Sessions.EndAsync(Viewer.From(user).Actor, session.Id, Token));

        Assert.False(await stage.Check.HoldsAsync(user, Token));
        Assert.Collection(
            await stage.LogAsync(),
            entry => Assert.StartsWith($"session.start session/{session.Id}", entry, StringComparison.Ordinal),
            entry => Assert.StartsWith($"session.end session/{session.Id}", entry, StringComparison.Ordinal));
        Assert.Contains("Firefox, Linux", (await stage.LogAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_OfAnother_CannotBeEnded()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (_, mara) = await stage.SignInAsync(await stage.AddAsync("mara@example.com"));
        var (session, ada) = await stage.SignInAsync(await stage.AddAsync("ada@example.com"));

        Assert.False(await stage.Sessions.EndAsync(Viewer.From(mara).Actor, session.Id, Token));

        Assert.True(await stage.Check.HoldsAsync(ada, Token));
    }

    [Fact]
    public async Task EndOthers_LeavesTheOwnAndOtherPeoples()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var account = await stage.AddAsync("ada@example.com");
        var (_, one) = await stage.SignInAsync(account);
        var (_, two) = await stage.SignInAsync(account);
        var (_, mara) = await stage.SignInAsync(await stage.AddAsync("mara@example.com"));

        Assert.Equal(1, await stage.Sessions.EndOthersAsync(Viewer.From(two).Actor, Viewer.From(two).Session, Token));

        Assert.False(await stage.Check.HoldsAsync(one, Token));
        Assert.True(await stage.Check.HoldsAsync(two, Token));
        Assert.True(await stage.Check.HoldsAsync(mara, Token));
    }

    [Fact]
    public async Task Session_StampChanged_HoldsNoMore()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var account = await stage.AddAsync("ada@example.com");
        var (_, user) = await stage.SignInAsync(account);

        await stage.InScopeAsync<UserManager<Account>>(async accounts =>
            await accounts.UpdateSecurityStampAsync((await accounts.FindByIdAsync(account.Id.ToString()))!));

        Assert.False(await stage.Check.HoldsAsync(user, Token));
    }

    [Fact]
    public async Task Session_AccountRemoved_HoldsNoMore()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var account = await stage.AddAsync("ada@example.com");
        var (_, user) = await stage.SignInAsync(account);

        await stage.InScopeAsync<UserManager<Account>>(async accounts => await accounts.DeleteAsync((await accounts.FindByIdAsync(account.Id.ToString()))!));

        Assert.False(await stage.Check.HoldsAsync(user, Token));
    }

    /// <summary>A cookie that names another person's session, or none, is nobody's.</summary>
    [Fact]
    public async Task Session_NamedByAnotherSubject_DoesNotHold()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var mara = await stage.AddAsync("mara@example.com");
        var (session, user) = await stage.SignInAsync(await stage.AddAsync("ada@example.com"));

        Assert.False(await stage.Check.HoldsAsync(IdentityStage.Of(session, mara.Id.ToString()), Token));
        var nameless = new ClaimsIdentity(user.Claims.Where(claim => claim.Type != Session.IdClaim), "session");
        Assert.False(await stage.Check.HoldsAsync(new(nameless), Token));
        Assert.True(await stage.Check.HoldsAsync(user, Token));
    }

    [Fact]
    public async Task Session_OfAnotherProvider_HoldsWithoutAnAccount()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var session = await stage.Sessions.StartAsync("https://idp.test|auth0|17", "Ada", new([], [], null), null, null, IdentityStage.Origin, Token);
        var user = IdentityStage.Of(session, "auth0|17", "https://idp.test");

        Assert.True(await stage.Check.HoldsAsync(user, Token));
        Assert.False(await stage.Check.HoldsAsync(IdentityStage.Of(session, "17", "https://idp.test"), Token));
        Assert.False(await stage.Check.HoldsAsync(IdentityStage.Of(session, "auth0|17", "https://other.test"), Token));
        Assert.True(await stage.Sessions.EndAsync(Viewer.From(user).Actor, session.Id, Token));
        Assert.False(await stage.Check.HoldsAsync(user, Token));
    }

    [Fact]
    public async Task Session_OverForAMonth_IsRemovedByTheNextSignIn()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var account = await stage.AddAsync("ada@example.com");
        await stage.SignInAsync(account);
        stage.Time.Advance(TimeSpan.FromDays(30));
        await stage.SignInAsync(account);
        await stage.InScopeAsync<IdentityStore>(async store => Assert.Equal(2, await store.Sessions.CountAsync(Token)));

        stage.Time.Advance(TimeSpan.FromHours(9));
        await stage.SignInAsync(account);

        await stage.InScopeAsync<IdentityStore>(async store => Assert.Equal(2, await store.Sessions.CountAsync(Token)));
    }

    [Fact]
    public async Task Seen_IsWrittenOnceAMinute()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (session, user) = await stage.SignInAsync(await stage.AddAsync("ada@example.com"));
        foreach (var (step, seen) in new[] { (59, 0), (1, 60), (30, 60) })
        {
            stage.Time.Advance(TimeSpan.FromSeconds(step));
            await stage.Check.HoldsAsync(user, Token);
            Assert.Equal(PageStage.Now.AddSeconds(seen), Assert.Single(await stage.Sessions.ListAsync(session.Owner, Token)).SeenAt);
        }
    }

    /// <summary>No entry, no action (P-32): the log refuses, so the session neither starts nor ends.</summary>
    [Fact]
    public async Task P32_NoEntry_NoAction()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var account = await stage.AddAsync("ada@example.com");
        var (session, user) = await stage.SignInAsync(account);
        await stage.ExecuteAsync("alter table audit add constraint full_now check (seq < 2)");

        await Assert.ThrowsAnyAsync<Exception>(() => stage.Sessions.EndAsync(Viewer.From(user).Actor, session.Id, Token));
        await Assert.ThrowsAnyAsync<Exception>(() => stage.SignInAsync(account));

        Assert.True(await stage.Check.HoldsAsync(user, Token));
        Assert.Single(await stage.Sessions.ListAsync(session.Owner, Token));
    }

    /// <summary>An open page loses its person when the session ends, long before the next look in the interval.</summary>
    [Fact]
    public async Task Circuit_SessionEndedElsewhere_IsNobodysAtOnce()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var account = await stage.AddAsync("ada@example.com");
        var (session, user) = await stage.SignInAsync(account);
        var (_, others) = await stage.SignInAsync(account);
        var signals = stage.Services.GetRequiredService<SessionSignals>();
        using var circuit = new CircuitSession(stage.Services.GetRequiredService<ILoggerFactory>(), stage.Check, signals);
        using var other = new CircuitSession(stage.Services.GetRequiredService<ILoggerFactory>(), stage.Check, signals);
        circuit.SetAuthenticationState(Task.FromResult(new Microsoft.AspNetCore.Components.Authorization.AuthenticationState(user)));
        other.SetAuthenticationState(Task.FromResult(new Microsoft.AspNetCore.Components.Authorization.AuthenticationState(others)));
        var listening = new TaskCompletionSource();
        var listener = new SnapshotListener(stage.Services.GetRequiredService<StoreSources>().Web, TimeProvider.System);
        using var relay = listener.Subscribe(_ => { }, onSession: signals.Publish);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using (signals.Subscribe(_ => listening.TrySetResult()))
        {
            _ = listener.RunAsync(stop.Token);
            await listening.Task.WaitAsync(Token);
        }

        await stage.Sessions.EndAsync(new Actor(session.Owner, "ada", ""), session.Id, Token);

        await Eventually.SeeAsync(async () => (await circuit.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated, signedIn => !signedIn, TimeSpan.FromSeconds(10), Token);
        Assert.True((await other.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);
        await stop.CancelAsync();
        ((IDisposable)circuit).Dispose();
        ((IDisposable)other).Dispose();
        Assert.Equal(0, signals.Count);
    }
}
