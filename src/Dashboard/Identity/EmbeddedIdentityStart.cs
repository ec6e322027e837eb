using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using Posture.Dashboard.Options;
using Posture.Dashboard.Security;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Prepares the embedded provider: keys and roles before the server listens; then, with the port known, the dashboard's own client registration and what a
/// person at the console needs (set-up link, demo accounts).
/// </summary>
internal sealed class EmbeddedIdentityStart(
    SigningKeyRing keys, IServiceScopeFactory scopes, DashboardSettings settings, PublicAddress address, ConsoleNotices notices) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await keys.LoadAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole<Guid>>>();
        foreach (var role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
                await roles.CreateAsync(new(role) { Id = Guid.CreateVersion7() });
        }
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await RegisterClientAsync(scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>(), cancellationToken);
        if (settings.Posture.Demo)
        {
            notices.Write($"Demonstration at {address.Canonical}");
            foreach (var (name, password) in await scope.ServiceProvider.GetRequiredService<DemoAccounts>().RenewAsync())
                notices.Write($"  {name,-13} {password}");
        }
        else if (await scope.ServiceProvider.GetRequiredService<SetupCodes>().IssueAsync(cancellationToken) is { } code)
        {
            notices.Write($"First start: create the administrator within 24 hours, once, at\n  {address.Canonical}/account/setup?code={code}");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RegisterClientAsync(IOpenIddictApplicationManager applications, CancellationToken cancellationToken)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = EmbeddedProviderOptions.ClientId,
            ClientType = ClientTypes.Public,
            ConsentType = ConsentTypes.Implicit,
            DisplayName = "Posture",
            RedirectUris = { new Uri(address.Canonical + "/signin-oidc") },
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code,
                Permissions.Scopes.Profile, Permissions.Scopes.Roles,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        if (await applications.FindByClientIdAsync(EmbeddedProviderOptions.ClientId, cancellationToken) is { } known)
            await applications.UpdateAsync(known, descriptor, cancellationToken);
        else
            await applications.CreateAsync(descriptor, cancellationToken);
    }
}
