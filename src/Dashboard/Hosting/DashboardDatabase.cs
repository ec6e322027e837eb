using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;
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
    public static async Task<DashboardDatabase> OpenAsync(IConfiguration configuration, DashboardSettings settings, CancellationToken cancellationToken)
    {
        var connection = configuration.GetConnectionString("Posture");
        var server = string.IsNullOrEmpty(connection)
            ? await EmbeddedPostgres.StartAsync(Embedded(configuration, settings), TimeProvider.System, cancellationToken)
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

    /// <summary>Where this installation keeps what is its own. The demonstration keeps its clusters and accounts apart from those of a real one on the same machine.</summary>
    public static string Folder(IConfiguration configuration, DashboardSettings settings) => configuration["Posture:Data"]
        ?? (settings.Posture.Demo ? Path.Combine(EmbeddedPostgresOptions.DefaultData, "demo") : EmbeddedPostgresOptions.DefaultData);

    private static EmbeddedPostgresOptions Embedded(IConfiguration configuration, DashboardSettings settings) => new()
    {
        Binaries = configuration["Posture:Postgres:Binaries"],
        Data = Folder(configuration, settings),
    };
}
