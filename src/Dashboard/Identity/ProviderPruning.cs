using Npgsql;
using OpenIddict.Abstractions;

namespace Posture.Dashboard.Identity;

/// <summary>Removes what the embedded provider has issued and nobody can use any more: codes, tokens and requests for passkeys past their end.</summary>
internal sealed class ProviderPruning(IServiceScopeFactory scopes, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>How long they are kept, so that a code that comes twice is known as such.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var before = time.GetUtcNow() - Kept;
                await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, stoppingToken);
                await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, stoppingToken);
                await scope.ServiceProvider.GetRequiredService<Passkeys>().PruneAsync(stoppingToken);
            }
            catch (NpgsqlException)
            {
                // The database is away; readiness says so, and the next turn does it.
            }
        }
    }
}
