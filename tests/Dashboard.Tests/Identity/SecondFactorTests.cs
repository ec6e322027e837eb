using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>A code is taken once, a recovery code once, and both are of no use to who has the database (ASVS 6.5).</summary>
public sealed class SecondFactorTests(PostgresFixture postgres)
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, OneTimeCode.SecretSize).Select(item => (byte)item)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Code_UsedOnce_IsNotTakenAgainNorAnOlderOne()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (account, _, _) = await OnAsync(stage);
        var (before, now) = (Code(stage, -1), Code(stage, 0));

        Assert.Null(await SpendAsync(stage, account, now));
        stage.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(SignInMethod.App, await SpendAsync(stage, account, Code(stage, 0)));
        Assert.Null(await SpendAsync(stage, account, Code(stage, 0)));
        Assert.Null(await SpendAsync(stage, account, before));
        Assert.Equal(SignInMethod.App, await SpendAsync(stage, account, Code(stage, 1)));
    }

    [Fact]
    public async Task Code_TriedAtTheSameMoment_IsTakenOnce()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (account, _, recovery) = await OnAsync(stage);
        stage.Time.Advance(TimeSpan.FromSeconds(30));
        foreach (var code in new[] { Code(stage, 0), recovery[0] })
        {
            var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SpendAsync(stage, account, code), Token)));

            Assert.Single(taken, method => method is not null);
        }
    }

    [Fact]
    public async Task RecoveryCode_OfOneself_WorksOnceAsTyped()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (account, _, recovery) = await OnAsync(stage);
        var (mara, _, others) = await OnAsync(stage, "mara@example.com");

        Assert.Equal(10, recovery.Distinct().Count());
        Assert.Null(await SpendAsync(stage, account, others[0]));
        Assert.Equal(SignInMethod.Recovery, await SpendAsync(stage, account, " " + recovery[3].ToLowerInvariant()));
        Assert.Null(await SpendAsync(stage, account, recovery[3]));
        await stage.InScopeAsync<SecondFactors>(async factors => Assert.Equal((9, 10), (await factors.RecoveryLeftAsync(account, Token), await factors.RecoveryLeftAsync(mara, Token))));
    }

    [Fact]
    public async Task RecoveryCodes_Renewed_ReplaceThoseOfBefore()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (account, user, recovery) = await OnAsync(stage);
        IReadOnlyList<string>? renewed = null;
        await stage.InScopeAsync<OwnCredentials>(async credentials => renewed = await credentials.RenewRecoveryAsync(user, Token));

        Assert.Null(await SpendAsync(stage, account, recovery[0]));
        Assert.Equal(SignInMethod.Recovery, await SpendAsync(stage, account, renewed![0]));
    }

    [Fact]
    public async Task Secrets_InTheDatabase_AreNotThereAsTheyAre()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (account, _, recovery) = await OnAsync(stage);

        await stage.InScopeAsync<IdentityStore>(store =>
        {
            var stored = store.SecondFactors.Single(factor => factor.AccountId == account).Secret;
            Assert.False(Convert.FromBase64String(stored).AsSpan().IndexOf(Secret) >= 0);
            Assert.DoesNotContain(store.RecoveryCodes.Select(code => code.Hash).ToList(), hash => recovery.Contains(hash, StringComparer.OrdinalIgnoreCase));
            return Task.CompletedTask;
        });
        Assert.DoesNotContain(await stage.LogAsync(), entry => recovery.Any(code => entry.Contains(code, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task TurnedOnAndOff_EndsOtherSessionsAndIsInTheLog()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var account = await stage.AddAsync("ada@example.com");
        var (_, other) = await stage.SignInAsync(account);
        var (_, own) = await stage.SignInAsync(account);

        await stage.InScopeAsync<OwnCredentials>(async credentials =>
        {
            Assert.Null(await credentials.TurnOnAsync(own, Secret, "000000", Token));
            Assert.True(await stage.Check.HoldsAsync(other, Token));
            Assert.NotNull(await credentials.TurnOnAsync(own, Secret, Code(stage, 0), Token));
        });
        Assert.Equal((true, false), (await stage.Check.HoldsAsync(own, Token), await stage.Check.HoldsAsync(other, Token)));
        await stage.InScopeAsync<OwnCredentials>(async credentials =>
        {
            Assert.Null(await credentials.TurnOnAsync(own, Secret, Code(stage, 1), Token));
            Assert.True(await credentials.TurnOffAsync(own, Token));
            Assert.False(await credentials.TurnOffAsync(own, Token));
        });
        Assert.Equal(["account.factor.on", "account.factor.off"], (await stage.LogAsync()).Where(entry => entry.StartsWith("account.", StringComparison.Ordinal)).Select(entry => entry.Split(' ')[0]));
        Assert.Null(await SpendAsync(stage, account.Id, Code(stage, 1)));
    }

    [Fact]
    public async Task P24_SessionNotFresh_ChangesNothing()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (account, user, recovery) = await OnAsync(stage);
        stage.Time.Advance(OwnCredentials.Fresh);

        await stage.InScopeAsync<OwnCredentials>(async credentials =>
        {
            Assert.False(await credentials.TurnOffAsync(user, Token));
            Assert.Null(await credentials.RenewRecoveryAsync(user, Token));
        });

        Assert.Equal(SignInMethod.Recovery, await SpendAsync(stage, account, recovery[0]));
    }

    private static string Code(IdentityStage stage, int steps) => OneTimeCode.Of(Secret, OneTimeCode.StepOf(stage.Time.GetUtcNow()) + steps);

    private static async Task<(Guid Account, ClaimsPrincipal User, IReadOnlyList<string> Recovery)> OnAsync(IdentityStage stage, string name = "ada@example.com")
    {
        var account = await stage.AddAsync(name);
        var (_, user) = await stage.SignInAsync(account);
        IReadOnlyList<string>? recovery = null;
        await stage.InScopeAsync<OwnCredentials>(async credentials => recovery = await credentials.TurnOnAsync(user, Secret, Code(stage, 0), Token));
        Assert.NotNull(recovery);
        return (account.Id, user, recovery);
    }

    private static async Task<string?> SpendAsync(IdentityStage stage, Guid account, string code)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SecondFactors>().SpendAsync(account, code, Token);
    }
}
