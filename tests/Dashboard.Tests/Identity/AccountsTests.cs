using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;
using Posture.Store.RowSecurity;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>Failed sign-ins are counted one by one however many arrive at once, and never stand in the way of who knows the password.</summary>
public sealed class AccountsTests(PostgresFixture postgres)
{
    private const string Right = "correct horse battery staple";

    private readonly FakeTimeProvider _time = new(PageStage.Now);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WrongPasswords_AtTheSameMoment_AreAllCounted()
    {
        await using var replica = await ReplicaAsync();

        var results = await AtOnceAsync(replica, ["one", "two", "three", "four"]);

        Assert.All(results, result => Assert.False(result.Succeeded || result.IsLockedOut));
        Assert.Equal(4, (await AccountAsync(replica)).AccessFailedCount);
    }

    [Fact]
    public async Task WrongPasswords_MoreThanAllowedAtTheSameMoment_LockOnceForTheWholeTime()
    {
        await using var replica = await ReplicaAsync();

        var results = await AtOnceAsync(replica, ["1", "2", "3", "4", "5", "6", "7"]);

        Assert.All(results, result => Assert.False(result.Succeeded));
        Assert.Contains(results, result => result.IsLockedOut);
        var locked = await AccountAsync(replica);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromMinutes(5), locked.LockoutEnd!.Value, TimeSpan.FromSeconds(1));
        Assert.Equal(0, locked.AccessFailedCount);
        Assert.True((await SignInAsync(replica, Right)).IsLockedOut);
        _time.Advance(TimeSpan.FromMinutes(5.1));
        Assert.True((await SignInAsync(replica, Right)).Succeeded);
    }

    [Fact]
    public async Task RightPasswords_AtTheSameMomentAfterAWrongOne_AllSignIn()
    {
        await using var replica = await ReplicaAsync();
        await SignInAsync(replica, "wrong");

        var results = await AtOnceAsync(replica, [Right, Right, Right, Right]);

        Assert.All(results, result => Assert.True(result.Succeeded));
        Assert.Equal(0, (await AccountAsync(replica)).AccessFailedCount);
    }

    [Fact]
    public async Task RightPassword_AskedBeforeTheLockAndAnsweredAfter_IsRefused()
    {
        await using var replica = await ReplicaAsync();
        await using var late = replica.CreateAsyncScope();
        var (signIn, account) = await ReadAsync(late);
        foreach (var guess in new[] { "1", "2", "3", "4", "5" })
            await SignInAsync(replica, guess);

        var result = await signIn.CheckPasswordSignInAsync(account, Right, lockoutOnFailure: true);

        Assert.False(result.Succeeded);
        Assert.NotNull((await AccountAsync(replica)).LockoutEnd);
    }

    [Fact]
    public async Task Account_SavedByAnOlderReader_KeepsTheCount()
    {
        await using var replica = await ReplicaAsync();
        await using var older = replica.CreateAsyncScope();
        var (signIn, account) = await ReadAsync(older);
        await SignInAsync(replica, "wrong");

        account.DisplayName = "Lena";
        Assert.True((await signIn.UserManager.UpdateAsync(account)).Succeeded);

        var now = await AccountAsync(replica);
        Assert.Equal((1, "Lena"), (now.AccessFailedCount, now.DisplayName));
    }

    [Fact]
    public async Task Lock_LiftedByHand_LetsInAtOnce()
    {
        await using var replica = await ReplicaAsync();
        await AtOnceAsync(replica, ["1", "2", "3", "4", "5"]);
        await using (var scope = replica.CreateAsyncScope())
        {
            var (signIn, account) = await ReadAsync(scope);
            Assert.True((await signIn.UserManager.SetLockoutEndDateAsync(account, null)).Succeeded);
            Assert.Null(account.LockoutEnd);
        }

        Assert.True((await SignInAsync(replica, Right)).Succeeded);
    }

    /// <summary>Everyone has read the account before the first one answers: the worst moment.</summary>
    private static async Task<SignInResult[]> AtOnceAsync(ServiceProvider replica, string[] passwords)
    {
        var scopes = passwords.Select(_ => replica.CreateAsyncScope()).ToList();
        var readers = new List<(SignInManager<Account> SignIn, Account Account)>();
        foreach (var scope in scopes)
            readers.Add(await ReadAsync(scope));
        var results = await Task.WhenAll(readers.Zip(passwords, (reader, password) =>
            Task.Run(() => reader.SignIn.CheckPasswordSignInAsync(reader.Account, password, lockoutOnFailure: true), Token)));
        foreach (var scope in scopes)
            await scope.DisposeAsync();
        return results;
    }

    private static async Task<SignInResult> SignInAsync(ServiceProvider replica, string password) => (await AtOnceAsync(replica, [password])).Single();

    private static async Task<(SignInManager<Account> SignIn, Account Account)> ReadAsync(AsyncServiceScope scope)
    {
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<Account>>();
        return (signIn, (await signIn.UserManager.FindByNameAsync("lena"))!);
    }

    private static async Task<Account> AccountAsync(ServiceProvider replica)
    {
        await using var scope = replica.CreateAsyncScope();
        return (await ReadAsync(scope)).Account;
    }

    private async Task<ServiceProvider> ReplicaAsync()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_time).AddSingleton(await postgres.WithAccountsAsync());
        services.AddDbContext<IdentityStore>((provider, options) => options.UseIdentityStore(provider.GetRequiredService<StoreSources>().Identity));
        services.AddAuthentication();
        services.AddAccounts().AddSignInManager();
        var replica = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        await using var scope = replica.CreateAsyncScope();
        var created = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(new() { UserName = "lena", Email = "lena@example.test" }, Right);
        Assert.True(created.Succeeded);
        return replica;
    }
}
