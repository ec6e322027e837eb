using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;
using Posture.TestKit.Identity;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>A passkey proves whose it is once for each request, and counts as the second factor that it is (WebAuthn §7, ASVS 6.3, 6.5).</summary>
public sealed class PasskeysTests(PostgresFixture postgres)
{
    private const string Origin = "http://posture.test";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_IsTakenOnce_HoweverManyComeAtOnce()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        using var key = new SoftAuthenticator();
        var (account, _, _) = await AddAsync(stage, key);
        var answer = await AnswerAsync(stage, key);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ProveAsync(stage, answer), Token)));

        Assert.Equal(account, Assert.Single(taken, proved => proved is not null));
        Assert.Null(await ProveAsync(stage, answer));
        Assert.Equal(account, await ProveAsync(stage, await AnswerAsync(stage, key)));
    }

    /// <summary>What proves nothing: another origin, an old page, another page's challenge, no owner at the device, a key that nobody has, another's signature, nonsense.</summary>
    [Fact]
    public async Task Answer_ThatProvesNothing_SignsNobodyIn()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        using var key = new SoftAuthenticator();
        using var stranger = new SoftAuthenticator();
        var (account, user, _) = await AddAsync(stage, key);

        Assert.Null(await ProveAsync(stage, await AnswerAsync(stage, key, "http://posture.test.example.com")));
        Assert.Null(await ProveAsync(stage, await AnswerAsync(stage, key) with { Ticket = (await AnswerAsync(stage, key)).Ticket }));
        key.IsVerified = false;
        Assert.Null(await ProveAsync(stage, await AnswerAsync(stage, key)));
        key.IsVerified = true;
        var good = await AnswerAsync(stage, key);
        Assert.Null(await ProveAsync(stage, good with { Credential = (await AnswerAsync(stage, stranger)).Credential }));
        Assert.Null(await ProveAsync(stage, good with { Credential = good.Credential.Replace("\"signature\":\"ME", "\"signature\":\"MF", StringComparison.Ordinal) }));
        foreach (var nonsense in new[] { "", "{}", "null", "[1]", "{\"id\":null,\"response\":{}}", new string('[', 500), "{\"id\":\"" + new string('x', 30_000) + "\"}", good.Credential[..80] })
            Assert.Null(await ProveAsync(stage, good with { Credential = nonsense }));
        foreach (var nonsense in new[] { "", "x", good.Ticket[..40], await OfferedAsync(stage, user) })
            Assert.Null(await ProveAsync(stage, good with { Ticket = nonsense }));
        stage.Time.Advance(Passkeys.Patience);
        Assert.Null(await ProveAsync(stage, good));

        Assert.Equal(account, await ProveAsync(stage, await AnswerAsync(stage, key)));
    }

    /// <summary>A key that counts less than it did has a copy somewhere (WebAuthn §6.1.1).</summary>
    [Fact]
    public async Task Answer_OfACopiedKey_SignsNobodyIn()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        using var key = new SoftAuthenticator();
        var (account, _, _) = await AddAsync(stage, key);
        key.Count = 50;
        Assert.Equal(account, await ProveAsync(stage, await AnswerAsync(stage, key)));
        key.Count = 20;
        Assert.Null(await ProveAsync(stage, await AnswerAsync(stage, key)));
    }

    [Fact]
    public async Task First_BringsRecoveryCodes_EndsOtherSessions_AndIsInTheLog()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        using var key = new SoftAuthenticator();
        using var second = new SoftAuthenticator();
        var (_, other) = await stage.SignInAsync(await stage.AddAsync("ada@example.com"));
        var (account, user, recovery) = await AddAsync(stage, key);

        Assert.Equal(10, recovery!.Count);
        Assert.Equal((true, false), (await stage.Check.HoldsAsync(user, Token), await stage.Check.HoldsAsync(other, Token)));
        Assert.Equal($$"""account.passkey.add account/{{account}} {"name":"laptop"}""", (await stage.LogAsync())[^1]);
        Assert.Empty((await AddAsync(stage, user, second))!);
        await stage.InScopeAsync<SecondFactors>(async factors =>
        {
            Assert.True(await factors.IsOnAsync(account, Token));
            Assert.Equal(SignInMethod.Recovery, await factors.SpendAsync(account, recovery[0], Token));
        });
    }

    [Fact]
    public async Task Passkey_IsAddedOnlyInAFreshSession_FromItsOwnOffer_AndOnce()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        using var key = new SoftAuthenticator();
        var (_, mara) = await stage.SignInAsync(await stage.AddAsync("mara@example.com"));
        var (_, ada) = await stage.SignInAsync(await stage.AddAsync("ada@example.com"));
        var offer = await OfferAsync(stage, ada);
        var answer = new PasskeyAnswer(offer.Ticket, key.Create(offer.Options, Origin));

        Assert.Null(await AddAsync(stage, mara, answer));
        Assert.Null(await AddAsync(stage, ada, answer with { Credential = key.Create(offer.Options, "https://other.example.com") }));
        Assert.NotNull(await AddAsync(stage, ada, answer));
        Assert.Null(await AddAsync(stage, ada, answer));
        stage.Time.Advance(OwnCredentials.Fresh);
        using var late = new SoftAuthenticator();
        Assert.Null(await AddAsync(stage, ada, late));
    }

    [Fact]
    public async Task Passkeys_OfAnAccount_AreNotMoreThanItMayHave()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        using var first = new SoftAuthenticator();
        var (_, user, _) = await AddAsync(stage, first);
        for (var i = 1; i <= Passkeys.Most; i++)
        {
            using var next = new SoftAuthenticator();
            Assert.Equal(i < Passkeys.Most, await AddAsync(stage, user, next) is not null);
        }
    }

    /// <summary>The last goes with its recovery codes, and only where no role needs one; of another's none goes.</summary>
    [Fact]
    public async Task Removed_TheLast_TakesTheRecoveryCodesAlong_UnlessARoleNeedsIt()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres, ("Posture:Identity:SecondFactorRoles:0", Roles.Lead));
        foreach (var (name, role, goes) in new[] { ("lead@example.com", Roles.Lead, false), ("manager@example.com", Roles.Manager, true) })
        {
            using var key = new SoftAuthenticator();
            var (account, user, recovery) = await AddAsync(stage, key, name, role);
            var id = await IdAsync(stage, account);
            var (_, other) = await stage.SignInAsync(await stage.AddAsync("x" + name));
            Assert.False(await RemoveAsync(stage, other, id));

            Assert.Equal(goes, await RemoveAsync(stage, user, id));

            await stage.InScopeAsync<SecondFactors>(async factors =>
            {
                Assert.Equal((!goes, goes ? 0 : 10), (await factors.IsOnAsync(account, Token), await factors.RecoveryLeftAsync(account, Token)));
                Assert.Equal(goes ? null : SignInMethod.Recovery, await factors.SpendAsync(account, recovery![0], Token));
                // With an app, the passkey may go whatever the role needs.
                var secret = RandomNumberGenerator.GetBytes(OneTimeCode.SecretSize);
                Assert.True(await factors.PutAsync(account, secret, OneTimeCode.Of(secret, OneTimeCode.StepOf(stage.Time.GetUtcNow())), Token));
            });
            Assert.Equal(!goes, await RemoveAsync(stage, user, id));
            await stage.InScopeAsync<OwnCredentials>(async own => Assert.Equal(goes, await own.TurnOffAsync(user, Token)));
        }
    }

    [Fact]
    public async Task SecondFactor_RemovedByAnAdministrator_TakesPasskeysAlong()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        using var key = new SoftAuthenticator();
        var (account, _, recovery) = await AddAsync(stage, key);
        var admin = await stage.AdministerAsync(await stage.AddAsync("admin@example.com", roles: Roles.Admin));
        Assert.True((await stage.Services.GetRequiredService<PeopleQuery>().FindAsync(account, Token))!.HasSecondFactor);

        await stage.InScopeAsync<People>(async people => Assert.Equal(PeopleOutcome.Done, (await people.RemoveFactorAsync(admin, account, Token)).Outcome));

        Assert.False((await stage.Services.GetRequiredService<PeopleQuery>().FindAsync(account, Token))!.HasSecondFactor);
        Assert.Null(await ProveAsync(stage, await AnswerAsync(stage, key)));
        await stage.InScopeAsync<SecondFactors>(async factors => Assert.Null(await factors.SpendAsync(account, recovery![0], Token)));
    }

    [Fact]
    public async Task UsedRequests_AreForgotten_WhenTheyCouldNotBeUsedAnyway()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        using var key = new SoftAuthenticator();
        await AddAsync(stage, key);
        stage.Time.Advance(Passkeys.Patience);
        await ProveAsync(stage, await AnswerAsync(stage, key));
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await stage.InScopeAsync<Passkeys>(passkeys => passkeys.PruneAsync(Token));

        await stage.InScopeAsync<IdentityStore>(async store => Assert.Equal(stage.Time.GetUtcNow() - TimeSpan.FromSeconds(1), (await store.UsedPasskeyRequests.SingleAsync(Token)).UsedAt));
    }

    private static DefaultHttpContext Request(IServiceProvider services)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        (context.Request.Scheme, context.Request.Host, context.Request.Headers.Origin) = ("http", new("posture.test"), Origin);
        return context;
    }

    private static async Task<(Guid Account, ClaimsPrincipal User, IReadOnlyList<string>? Recovery)> AddAsync(
        IdentityStage stage, SoftAuthenticator key, string name = "ada@example.com", params string[] roles)
    {
        Account? account = null;
        await stage.InScopeAsync<UserManager<Account>>(async accounts => account = await accounts.FindByNameAsync(name));
        account ??= await stage.AddAsync(name, roles: roles);
        var (_, user) = await stage.SignInAsync(account);
        var recovery = await AddAsync(stage, user, key);
        Assert.NotNull(recovery);
        return (account.Id, user, recovery);
    }

    private static async Task<IReadOnlyList<string>?> AddAsync(IdentityStage stage, ClaimsPrincipal user, SoftAuthenticator key)
    {
        var offer = await OfferAsync(stage, user);
        return await AddAsync(stage, user, new PasskeyAnswer(offer.Ticket, key.Create(offer.Options, Origin)));
    }

    private static async Task<IReadOnlyList<string>?> AddAsync(IdentityStage stage, ClaimsPrincipal user, PasskeyAnswer answer)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OwnCredentials>().AddPasskeyAsync(user, "laptop", answer, Request(scope.ServiceProvider));
    }

    private static async Task<bool> RemoveAsync(IdentityStage stage, ClaimsPrincipal user, byte[] id)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OwnCredentials>().RemovePasskeyAsync(user, id, Token);
    }

    private static async Task<PasskeyRequest> OfferAsync(IdentityStage stage, ClaimsPrincipal user)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByIdAsync(user.FindFirst("sub")!.Value);
        return await scope.ServiceProvider.GetRequiredService<Passkeys>().OfferAsync(account!, Request(scope.ServiceProvider));
    }

    private static async Task<string> OfferedAsync(IdentityStage stage, ClaimsPrincipal user) => (await OfferAsync(stage, user)).Ticket;

    private static async Task<PasskeyAnswer> AnswerAsync(IdentityStage stage, SoftAuthenticator key, string origin = Origin)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        var asked = await scope.ServiceProvider.GetRequiredService<Passkeys>().AskAsync(Request(scope.ServiceProvider));
        return new(asked.Ticket, key.Get(asked.Options, origin));
    }

    private static async Task<Guid?> ProveAsync(IdentityStage stage, PasskeyAnswer answer)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Passkeys>().ProveAsync(answer, Request(scope.ServiceProvider)))?.Id;
    }

    private static async Task<byte[]> IdAsync(IdentityStage stage, Guid account)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityStore>().UserPasskeys.Where(passkey => passkey.UserId == account).Select(passkey => passkey.CredentialId).SingleAsync(Token);
    }
}
