using Posture.Dashboard.Tests.Pages;
using Posture.Dashboard.Tests.Security;
using Posture.TestKit.Identity;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>The dashboard with a provider that is not ours, by settings alone: the group "security" makes leads, "shop-developers" members of the tenant shop.</summary>
public sealed class ForeignStage(PostgresFixture postgres) : IAsyncLifetime
{
    private ForeignProvider? _provider;
    private ServerStage? _server;

    internal ForeignProvider Provider => _provider ?? throw new InvalidOperationException("the provider did not start");

    internal ServerStage Server => _server ?? throw new InvalidOperationException("the server did not start");

    internal Task SetUpAsync(ForeignHabits? habits = null) => Provider.SetUpAsync(Server.Address, habits ?? new());

    public async ValueTask InitializeAsync()
    {
        if (ForeignProvider.Missing is not null)
            return; // each test says so
        _provider = await ForeignProvider.StartAsync(TestContext.Current.CancellationToken);
        _server = await ServerStage.StartAsync(
            postgres,
            ("Posture:Demo", "false"),
            ("Posture:Identity:Embedded", "false"),
            ("Posture:Limits:AnonymousPerMinute", "10000"),
            ("Oidc:Authority", _provider.Authority),
            ("Oidc:ClientId", ForeignProvider.ClientId),
            ("Oidc:ClientSecret", ForeignProvider.ClientSecret),
            ("Oidc:RoleClaim", "groups"),
            ("Oidc:TenantClaim", "groups"),
            ("Oidc:Roles:lead:0", "security"),
            ("Oidc:Roles:tenant:0", "shop-developers"),
            ("Oidc:Tenants:shop:0", "shop-developers"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
    }
}
