using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;
using Posture.Dashboard.Tests.Pages;
using Posture.Dashboard.Tokens;
using Posture.Model.Tenancy;
using Posture.Store;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>Accounts and sessions over a database of their own, without a server. The clock stands at <see cref="PageStage.Now"/>.</summary>
internal sealed class IdentityStage : IAsyncDisposable
{
    public const string Issuer = "http://posture.test/";

    public static readonly SessionOrigin Origin = new("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "192.0.2.7");

    private readonly StoreSources _sources;

    private IdentityStage(StoreSources sources, (string Key, string Value)[] settings)
    {
        _sources = sources;
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Time).AddSingleton(sources);
        services.AddSingleton(DashboardSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build())).AddPostureStore(sources);
        services.AddDbContext<IdentityStore>(options => options.UseIdentityStore(sources.Identity));
        services.AddSessions();
        services.AddDataProtection();
        services.AddAccounts();
        services.AddScoped<SecondFactorRule>().AddScoped<OwnCredentials>().AddScoped<SecondFactors>().AddScoped<Passkeys>().AddScoped<Invitations>().AddScoped<Administration>().AddScoped<People>().AddScoped<ApiTokens>().AddSingleton<PeopleQuery>().AddSingleton<Visitors>().AddSingleton<TenantMembers>();
        Services = services.BuildServiceProvider(validateScopes: true);
    }

    public FakeTimeProvider Time { get; } = new(PageStage.Now);

    public ServiceProvider Services { get; }

    public Sessions Sessions => Services.GetRequiredService<Sessions>();

    public SessionCheck Check => Services.GetRequiredService<SessionCheck>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<IdentityStage> CreateAsync(PostgresFixture postgres, params (string Key, string Value)[] settings)
    {
        var stage = new IdentityStage(await postgres.WithAccountsAsync(), settings);
        await stage.InScopeAsync<RoleManager<IdentityRole<Guid>>>(async roles =>
        {
            foreach (var role in Roles.All)
                await roles.CreateAsync(new(role));
        });
        return stage;
    }

    public async Task<Account> AddAsync(string name, string password = "a sentence of some length", params string[] roles)
    {
        var account = new Account { UserName = name, Email = name, DisplayName = name };
        await InScopeAsync<UserManager<Account>>(async accounts =>
        {
            Assert.Empty((await accounts.CreateAsync(account, password)).Errors);
            Assert.Empty((await accounts.AddToRolesAsync(account, roles)).Errors);
        });
        return account;
    }

    /// <summary>A session and the person that its cookie holds.</summary>
    public async Task<(OpenSession Session, ClaimsPrincipal User)> SignInAsync(Account account)
    {
        var session = await Sessions.StartAsync(account, Issuer, SignInMethod.Password, Origin, Token);
        return (session, Of(session, account.Id.ToString()));
    }

    /// <summary>A session that says it has these roles, or else that of an administrator, whatever the account has.</summary>
    public async Task<ClaimsPrincipal> AdministerAsync(Account account, params string[] roles)
    {
        var session = await Sessions.StartAsync(account, Issuer, SignInMethod.Password, Origin, Token);
        Claim[] claims = [new("sub", account.Id.ToString(), ClaimValueTypes.String, Issuer)];
        return Session.Of(new(new ClaimsIdentity(claims)), new(roles.Length == 0 ? [Roles.Admin] : roles, [], null), session.Id, session.ExpiresAt, session.Address);
    }

    public static ClaimsPrincipal Of(OpenSession session, string subject, string issuer = Issuer) => Session.Of(
        new(new ClaimsIdentity([new("sub", subject, ClaimValueTypes.String, issuer), new("name", "ada")])), new([], [], null), session.Id, session.ExpiresAt, session.Address);

    public async Task InScopeAsync<T>(Func<T, Task> work)
        where T : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<T>());
    }

    /// <summary>Actions in the audit log, oldest first, with their targets.</summary>
    public async Task<IReadOnlyList<string>> LogAsync()
    {
        var rows = (await Services.GetRequiredService<AuditQuery>().PageAsync(ViewScope.All, "", new(), 1, 100, Token)).Rows;
        return [.. rows.Reverse().Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Action} {row.Target} {row.Details}"))];
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _sources.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await _sources.DisposeAsync();
    }
}
