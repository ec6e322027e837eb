using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Posture.Store.RowSecurity;

namespace Posture.Dashboard.Hosting;

/// <summary>Whether the database answers within two seconds.</summary>
internal sealed class DatabaseProbe(StoreSources sources) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await using var command = sources.Web.CreateCommand("select 1");
            await command.ExecuteScalarAsync(limit.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy();
        }
    }
}
