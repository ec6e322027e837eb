using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Posture.Collectors.Fleet;
using Posture.Collectors.Hosting;
using Posture.Collectors.Pipeline;
using Posture.Store;
using Posture.Store.RowSecurity;

namespace Posture.Collectors.Tests.Fleet;

/// <summary>A collector process in this one: the host as <c>posture collect</c> builds it, with a configuration that can change.</summary>
internal sealed class CollectorProcess : IAsyncDisposable
{
    private readonly IHost _host;

    private CollectorProcess(IHost host) => _host = host;

    public static async Task<CollectorProcess> StartAsync(StoreSources database, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.Services.AddPostureStore(database);
        builder.AddPostureCollectors();
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new(host);
    }

    public IClusterGrain Grain(string cluster) => _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IClusterGrain>(cluster);

    /// <summary>Waits until the state of a cluster's collection fits.</summary>
    public Task<ClusterDiagnostics> SeeAsync(string cluster, Predicate<ClusterDiagnostics> fits, double seconds = 30) =>
        TestKit.Eventually.SeeAsync(() => Grain(cluster).DiagnoseAsync(), fits, TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);

    /// <summary>Changes settings as an edited file does.</summary>
    public void Configure(params ReadOnlySpan<(string Key, string? Value)> settings)
    {
        var configuration = (IConfigurationRoot)_host.Services.GetRequiredService<IConfiguration>();
        foreach (var (key, value) in settings)
            configuration[key] = value;
        configuration.Reload();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
