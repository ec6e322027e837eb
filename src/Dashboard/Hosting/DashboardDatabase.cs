using Npgsql;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Hosting;

/// <summary>The database of this process, opened and brought up to date before anything is built on it; closed after everything else.</summary>
internal sealed class DashboardDatabase : IAsyncDisposable
{
    private DashboardDatabase(NpgsqlDataSource source) => Source = source;

    public NpgsqlDataSource Source { get; }

    /// <summary>Opens <c>ConnectionStrings:Posture</c> and applies missing migrations.</summary>
    public static async Task<DashboardDatabase> OpenAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var connection = configuration.GetConnectionString("Posture");
        if (string.IsNullOrEmpty(connection))
        {
            throw new Microsoft.Extensions.Options.OptionsValidationException(
                "ConnectionStrings", typeof(string), ["ConnectionStrings:Posture must name a PostgreSQL database, for example Host=db;Database=posture;Username=posture."]);
        }
        var database = new DashboardDatabase(NpgsqlDataSource.Create(connection));
        try
        {
            await IdentityDatabase.MigrateAsync(database.Source, cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
