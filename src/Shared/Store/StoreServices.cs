using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Posture.Store.Commands;
using Posture.Store.Listening;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;

namespace Posture.Store;

/// <summary>Registers the store: one connection pool, the commands, the queries and the listener.</summary>
public static class StoreServices
{
    private const int LimitSeconds = 15;

    /// <summary>
    /// A connection pool with the store's limits where the connection string sets none of its own: 15 s a command (F-13) and to get a connection (F-19), then
    /// an error instead of a queue; a connection that waits for notifications asks every 15 s whether the server is still there (F-27).
    /// </summary>
    public static NpgsqlDataSource CreateSource(string connectionString)
    {
        var usual = new NpgsqlConnectionStringBuilder();
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.CommandTimeout == usual.CommandTimeout)
            settings.CommandTimeout = LimitSeconds;
        if (settings.KeepAlive == usual.KeepAlive)
            settings.KeepAlive = LimitSeconds;
        if (settings.Timeout == usual.Timeout)
            settings.Timeout = LimitSeconds;
        settings.ApplicationName ??= "posture";
        return NpgsqlDataSource.Create(settings);
    }

    /// <summary>
    /// Adds the store over a database that <c>Schema.MigrateAsync</c> has brought up to date. No pool is registered by itself: each part is given that of its role.
    /// </summary>
    public static IServiceCollection AddPostureStore(this IServiceCollection services, StoreSources sources)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(sources);
        services.AddSingleton(new ClusterRegistry(sources.Collector)).AddSingleton(new StoredObjects(sources.Collector))
            .AddSingleton(new KnownImages(sources.Collector));
        services.AddSingleton(provider => new SnapshotWriter(sources.Collector, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SnapshotListener(sources.Web, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new FleetQuery(sources.Web)).AddSingleton(new ClusterQuery(sources.Web)).AddSingleton(new FindingsQuery(sources.Web))
            .AddSingleton(new TallyQuery(sources.Web)).AddSingleton(new LayerQuery(sources.Web)).AddSingleton(new ControlQuery(sources.Web))
            .AddSingleton(new ObjectQuery(sources.Web)).AddSingleton(new DriftQuery(sources.Web)).AddSingleton(new TenantQuery(sources.Web)).AddSingleton(new AuditQuery(sources.Web))
            .AddSingleton(new ImageQuery(sources.Web)).AddSingleton(new ImageShareQuery(sources.Web)).AddSingleton(new RebuildQuery(sources.Web))
            .AddSingleton(new RegistryQuery(sources.Web)).AddSingleton(new TagMoveQuery(sources.Web)).AddSingleton(new LibraryQuery(sources.Web));
        services.AddSingleton(new ReportQuery(sources.Export)).AddSingleton(provider => new TenantRegistry(sources.Web, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new AuditExport(sources.Web)).AddSingleton(provider => new AuditDelivery(sources.Web, provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
