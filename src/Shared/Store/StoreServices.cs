using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Posture.Store.Commands;
using Posture.Store.Listening;
using Posture.Store.Queries;

namespace Posture.Store;

/// <summary>Registers the store: one connection pool, the commands, the queries and the listener.</summary>
public static class StoreServices
{
    /// <summary>Adds the store over a database that <c>Schema.MigrateAsync</c> has brought up to date.</summary>
    public static IServiceCollection AddPostureStore(this IServiceCollection services, NpgsqlDataSource source)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(source);
        services.AddSingleton<ClusterRegistry>().AddSingleton<SnapshotWriter>().AddSingleton<SnapshotListener>();
        services.AddSingleton<FleetQuery>().AddSingleton<ClusterQuery>().AddSingleton<FindingsQuery>().AddSingleton<TallyQuery>()
            .AddSingleton<LayerQuery>().AddSingleton<ControlQuery>().AddSingleton<ObjectQuery>().AddSingleton<DriftQuery>();
        return services;
    }
}
