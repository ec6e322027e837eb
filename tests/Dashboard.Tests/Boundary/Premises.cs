using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;
using Posture.Dashboard.Tests.Security;
using Posture.Store.Commands;
using Posture.Store.Queries;
using Posture.TestKit;
using Posture.Model.Tenancy;

namespace Posture.Dashboard.Tests.Boundary;

/// <summary>The whole dashboard over <see cref="Estate"/>, as a process runs it, with one account a role. Started by the first test that asks.</summary>
public sealed class Premises(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>Requests that a program may send in a minute.</summary>
    public const int ApiPerMinute = 120;

    private const string Password = "a long enough test password";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly Dictionary<string, Caller> _callers = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("posture-boundary-").FullName;
    private ServerStage? _stage;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal async Task<ServerStage> StageAsync()
    {
        var token = TestContext.Current.CancellationToken;
        await _starting.WaitAsync(token);
        try
        {
            return _stage ??= await StartAsync(token);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Somebody of this role, signed in through the provider's own form: <c>alfa</c> and <c>bravo</c> are members of these tenants.</summary>
    internal async Task<Caller> AsAsync(string who)
    {
        var stage = await StageAsync();
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!_callers.TryGetValue(who, out var caller))
                caller = _callers[who] = new(who == Caller.Anonymous ? new(stage, proxied: false) : await SignInAsync(stage, who));
            return caller;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A browser of its own, to be disposed.</summary>
    internal async Task<Browser> EnterAsync(string who) => await SignInAsync(await StageAsync(), who);

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in _callers.Values)
            caller.Dispose();
        if (_stage is not null)
            await _stage.DisposeAsync();
        _starting.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task<Browser> SignInAsync(ServerStage stage, string who) => new Browser(stage, proxied: false).SignInAsync(who + "@test", Password);

    private async Task<ServerStage> StartAsync(CancellationToken token)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "estate.yaml"), Estate.Manifests, token);
        var stage = await ServerStage.StartAsync(
            postgres,
            "",
            [
                ("Posture:Demo", "false"), ("Posture:Clusters:0:Name", Estate.Cluster), ("Posture:Clusters:0:Folder", _folder),
                // Few people ask for everything there is, as fast as they can.
                ("Posture:Limits:PagesPerMinute", "1000000"), ("Posture:Limits:AccountSignInsPerMinute", "10000"), ("Posture:Limits:SignInsPerMinute", "10000"),
                ("Posture:Limits:ApiPerMinute", $"{ApiPerMinute}"),
            ],
            probed: false);
        await AddPeopleAsync(stage.Services);
        var clusters = stage.Services.GetRequiredService<ClusterQuery>();
        await Eventually.SeeAsync(() => clusters.ListAsync(ViewScope.All, token), all => all.Any(cluster => cluster.CollectedAt is not null), TimeSpan.FromMinutes(2), token);
        return stage;
    }

    private static async Task AddPeopleAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        foreach (var (name, roles, tenant) in new (string, string[], string?)[]
        {
            (Estate.Alfa, [Roles.Tenant], Estate.Alfa), (Estate.Bravo, [Roles.Tenant], Estate.Bravo), ("lead", [Roles.Lead], null), ("second-lead", [Roles.Lead], null), ("manager", [Roles.Manager], null),
            ("unit-manager", [Roles.Manager], Estate.Alfa), ("admin", [Roles.Admin], null), ("nobody", [], null), ("lost", [Roles.Tenant], "not-there"),
        })
        {
            if (tenant is Estate.Alfa or Estate.Bravo)
                await scope.ServiceProvider.GetRequiredService<TenantRegistry>()
                    .PutAsync(Actor.System, tenant, Estate.Shown(tenant), [new(Estate.Cluster, Estate.NamespaceOf(tenant))], CancellationToken.None);
            var account = new Account { UserName = name + "@test", Email = name + "@test", DisplayName = Estate.Shown(name) };
            var result = await accounts.CreateAsync(account, Password);
            if (result.Succeeded && roles.Length > 0)
                result = await accounts.AddToRolesAsync(account, roles);
            if (result.Succeeded && tenant is not null)
                result = await accounts.AddClaimAsync(account, new(Viewer.TenantClaim, tenant));
            Assert.True(result.Succeeded, string.Join(", ", result.Errors.Select(error => error.Code)));
        }
    }
}
