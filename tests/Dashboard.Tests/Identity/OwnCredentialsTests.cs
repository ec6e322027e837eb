using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>Changes of what a person signs in with need a fresh session, and end all others (P-24, ASVS 6.2, 7.4, 7.5).</summary>
public sealed class OwnCredentialsTests(PostgresFixture postgres)
{
    private const string Before = "a sentence of some length";
    private const string After = "another sentence of mine";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Password_Changed_EndsAllOtherSessionsAndIsInTheLog()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var account = await stage.AddAsync("ada@example.com");
        var (_, other) = await stage.SignInAsync(account);
        var (_, own) = await stage.SignInAsync(account);
        var (_, mara) = await stage.SignInAsync(await stage.AddAsync("mara@example.com"));

        Assert.True((await ChangeAsync(stage, own, Before, After))!.Succeeded);

        Assert.True(await stage.Check.HoldsAsync(own, Token));
        Assert.False(await stage.Check.HoldsAsync(other, Token));
        Assert.True(await stage.Check.HoldsAsync(mara, Token));
        Assert.Equal((false, true), (await IsPasswordAsync(stage, Before), await IsPasswordAsync(stage, After)));
        Assert.StartsWith($"account.password account/{account.Id}", (await stage.LogAsync())[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(await stage.LogAsync(), entry => entry.Contains("sentence", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Password_WrongCurrent_ChangesNothingAndCountsTowardsTheLock()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (_, own) = await stage.SignInAsync(await stage.AddAsync("ada@example.com"));
        for (var i = 0; i < 5; i++)
            Assert.Equal("PasswordMismatch", (await ChangeAsync(stage, own, "not this one at all", After))!.Errors.Single().Code);

        Assert.Equal("PasswordMismatch", (await ChangeAsync(stage, own, Before, After))!.Errors.Single().Code);

        Assert.True(await IsPasswordAsync(stage, Before));
        stage.Time.Advance(TimeSpan.FromMinutes(5.1));
        Assert.True((await ChangeAsync(stage, own, Before, After))!.Succeeded);
    }

    [Fact]
    public async Task Password_GuessedFirst_ChangesNothing()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var account = await stage.AddAsync("ada@example.com");
        var (_, other) = await stage.SignInAsync(account);
        var (_, own) = await stage.SignInAsync(account);

        Assert.Equal(PasswordRule.Guessed, (await ChangeAsync(stage, own, Before, "password1234"))!.Errors.Single().Code);

        Assert.True(await IsPasswordAsync(stage, Before));
        Assert.True(await stage.Check.HoldsAsync(other, Token));
    }

    [Fact]
    public async Task P24_SessionNotFresh_ChangesNothing()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (_, own) = await stage.SignInAsync(await stage.AddAsync("ada@example.com"));
        stage.Time.Advance(OwnCredentials.Fresh);

        Assert.Null(await ChangeAsync(stage, own, Before, After));

        Assert.True(await stage.Check.HoldsAsync(own, Token));
        Assert.True(await IsPasswordAsync(stage, Before));
    }

    [Fact]
    public async Task P32_NoEntry_NoChange()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (_, own) = await stage.SignInAsync(await stage.AddAsync("ada@example.com"));
        await stage.ExecuteAsync("alter table audit add constraint full_now check (seq < 2)");

        await Assert.ThrowsAnyAsync<Exception>(() => ChangeAsync(stage, own, Before, After));

        Assert.True(await IsPasswordAsync(stage, Before));
        Assert.True(await stage.Check.HoldsAsync(own, Token));
    }

    private static async Task<IdentityResult?> ChangeAsync(IdentityStage stage, System.Security.Claims.ClaimsPrincipal user, string current, string next)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OwnCredentials>().ChangePasswordAsync(user, current, next, Token);
    }

    private static async Task<bool> IsPasswordAsync(IdentityStage stage, string password)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        return await accounts.CheckPasswordAsync((await accounts.FindByNameAsync("ada@example.com"))!, password);
    }
}
