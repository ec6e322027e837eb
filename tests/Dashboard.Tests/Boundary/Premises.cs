using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Hosting;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;
using Posture.Store.Commands;
using Posture.Store.Queries;
using Posture.TestKit;
using Posture.Model.Tenancy;

namespace Posture.Dashboard.Tests.Boundary;

/// <summary>The whole dashboard over <see cref="Estate"/>, as a process runs it, with one account a role. Started by the first test that asks.</summary>
public sealed class Premises(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Password = "a long enough test password";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly Dictionary<string, Caller> _callers = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("posture-boundary-").FullName;
    private WebApplication? _app;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal async Task<WebApplication> AppAsync()
    {
        var token = TestContext.Current.CancellationToken;
        await _starting.WaitAsync(token);
        try
        {
            return _app ??= await StartAsync(token);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Somebody of this role, signed in through the provider's own form: <c>alfa</c> and <c>bravo</c> are members of these tenants.</summary>
    internal async Task<Caller> AsAsync(string who)
    {
        var app = await AppAsync();
        var token = TestContext.Current.CancellationToken;
        await _starting.WaitAsync(token);
        try
        {
            if (!_callers.TryGetValue(who, out var caller))
                caller = _callers[who] = await Caller.SignInAsync(AddressOf(app), who == Caller.Anonymous ? null : (who + "@test", Password), token);
            return caller;
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in _callers.Values)
            caller.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        _starting.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private async Task<WebApplication> StartAsync(CancellationToken token)
    {
        await using var database = await postgres.Server.DatabaseAsync(token, migrated: false);
        var manifests = Directory.CreateDirectory(Path.Combine(_folder, "manifests")).FullName;
        await File.WriteAllTextAsync(Path.Combine(manifests, "estate.yaml"), Estate.Manifests, token);
        var app = await DashboardApplication.BuildAsync(
        [
            "--urls=http://127.0.0.1:0", "--ConnectionStrings:Posture=" + database.Owner.ConnectionString, "--Posture:Data=" + _folder,
            "--Posture:Clusters:0:Name=" + Estate.Cluster, "--Posture:Clusters:0:Folder=" + manifests,
        ]);
        await app.StartAsync(token);
        await AddPeopleAsync(app);
        var clusters = app.Services.GetRequiredService<ClusterQuery>();
        await Eventually.SeeAsync(() => clusters.ListAsync(ViewScope.All, token), all => all.Any(cluster => cluster.CollectedAt is not null), TimeSpan.FromMinutes(2), token);
        return app;
    }

    private static async Task AddPeopleAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        foreach (var (name, roles, tenant) in new (string, string[], string?)[]
        {
            (Estate.Alfa, [Roles.Tenant], Estate.Alfa), (Estate.Bravo, [Roles.Tenant], Estate.Bravo), ("lead", [Roles.Lead], null), ("second-lead", [Roles.Lead], null), ("manager", [Roles.Manager], null),
            ("unit-manager", [Roles.Manager], Estate.Alfa), ("admin", [Roles.Admin], null), ("nobody", [], null), ("lost", [Roles.Tenant], "not-there"),
        })
        {
            if (tenant is Estate.Alfa or Estate.Bravo)
                await scope.ServiceProvider.GetRequiredService<TenantRegistry>()
                    .PutAsync(Actor.System, tenant, tenant, [new(Estate.Cluster, Estate.NamespaceOf(tenant))], CancellationToken.None);
            var account = new Account { UserName = name + "@test", Email = name + "@test", DisplayName = name };
            var result = await accounts.CreateAsync(account, Password);
            if (result.Succeeded && roles.Length > 0)
                result = await accounts.AddToRolesAsync(account, roles);
            if (result.Succeeded && tenant is not null)
                result = await accounts.AddClaimAsync(account, new(Viewer.TenantClaim, tenant));
            Assert.True(result.Succeeded, string.Join(", ", result.Errors.Select(error => error.Code)));
        }
    }
}
