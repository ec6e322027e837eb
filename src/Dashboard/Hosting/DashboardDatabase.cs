using Posture.Collectors.Hosting;
using Posture.Dashboard.Identity;
using Posture.Store;
using Posture.Store.Embedded;
using Posture.Store.RowSecurity;

namespace Posture.Dashboard.Hosting;

/// <summary>
/// The database of this process, opened and brought up to date before anything is built on it; closed after everything else. Without
/// <c>ConnectionStrings:Posture</c> it is a server of the product's own, which ends with it.
/// </summary>
internal sealed class DashboardDatabase : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _server;

    private DashboardDatabase(StoreSources sources, EmbeddedPostgres? server)
    {
        Sources = sources;
        _server = server;
    }

    public StoreSources Sources { get; }

    /// <summary>Ends when the product's own server does; never for a server that others run.</summary>
    public Task Lost => _server?.Exited ?? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);

    /// <summary>Opens the database and applies missing migrations.</summary>
    /// <exception cref="StoreException">With a code and what to do.</exception>
    public static async Task<DashboardDatabase> OpenAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var connection = configuration.GetConnectionString("Posture");
        var server = string.IsNullOrEmpty(connection)
            ? await EmbeddedPostgres.StartAsync(Embedded(configuration), TimeProvider.System, cancellationToken)
            : null;
        var database = new DashboardDatabase(StoreSources.Open(server?.ConnectionString ?? connection!, role => configuration.GetConnectionString(role.Setting)), server);
        try
        {
            await Schema.MigrateAsync(database.Sources, cancellationToken);
            await IdentityDatabase.MigrateAsync(database.Sources.Owner, cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Sources.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>As collectors have it.</summary>
    public static string Folder(IConfiguration configuration) => CollectorHosting.DataFolder(configuration);

    private static EmbeddedPostgresOptions Embedded(IConfiguration configuration) => new()
    {
        Binaries = configuration["Posture:Postgres:Binaries"],
        Data = Folder(configuration),
    };
}
