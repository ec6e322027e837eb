using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Posture.Collectors.Fleet;
using Posture.Collectors.Pipeline;
using Posture.Collectors.Registries;
using Posture.Collectors.Trust;
using Posture.Store.Embedded;

namespace Posture.Collectors.Hosting;

/// <summary>Hosts the collectors in a process: the dashboard's by default, <c>posture collect</c> otherwise. Needs the store to be registered.</summary>
public static class CollectorHosting
{
    /// <summary>
    /// Adds the collectors of <c>Posture:Clusters</c>; with <c>Posture:Demo</c> those of the demo fleet too (folders under <c>Posture:Demo:Path</c>).
    /// </summary>
    public static void AddPostureCollectors(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<CollectorOptions>().Configure(options =>
        {
            foreach (var definition in builder.Configuration.GetSection("Posture:Clusters").Get<ClusterDefinition[]>() ?? [])
                options.ClusterList.Add(definition);
            options.AllowedRegistries = builder.Configuration.GetSection("Posture:AllowedRegistries").Get<string[]>() ?? [];
            options.Registries = builder.Configuration.GetSection("Posture:Registries").Get<RegistryDefinition[]>() ?? [];
            options.Sigstore = builder.Configuration.GetSection("Posture:Sigstore").Get<SigstoreDefinition>() ?? new();
            options.DataFolder = DataFolder(builder.Configuration);
            options.Policy = builder.Configuration["Posture:Policy"];
            if (builder.Configuration.GetValue<bool>("Posture:Demo"))
                DemoFleet.AddTo(options, builder.Configuration["Posture:Demo:Path"] ?? "docker/demo");
        }).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<CollectorOptions>, CollectorOptionsValidator>();
        builder.Services.AddSingleton<IOptionsChangeTokenSource<CollectorOptions>>(new ConfigurationChangeTokenSource<CollectorOptions>(builder.Configuration));
        builder.Services.AddSingleton<TrustKeeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TrustKeeper>());
        builder.Services.AddSingleton<ImageMemory>();
        builder.Services.AddSingleton<ImageKeeper>();
        builder.Services.AddSingleton<LoopFactory>();
        builder.Services.AddSingleton<FleetBoard>();
        builder.Services.AddHostedService(services => services.GetRequiredService<FleetBoard>());
        Quieten(builder.Logging);
        WriteLines(builder);
        builder.UseOrleans(silo =>
        {
            // Own free ports: two processes with the same ports would both start and share connections without a word (orleans.md §7).
            var (siloPort, gatewayPort) = FreePorts();
            silo.UseLocalhostClustering(siloPort, gatewayPort, new IPEndPoint(IPAddress.Loopback, siloPort), "posture", "single");
        });
        // After the silo: hosted services start in order, and a grain has nowhere to be before.
        builder.Services.AddHostedService<FleetKeeper>();
    }

    /// <summary>Where an installation keeps what is its own. The demonstration keeps it apart from that of a real one on the same machine.</summary>
    public static string DataFolder(IConfiguration configuration) => configuration["Posture:Data"]
        ?? (configuration.GetValue<bool>("Posture:Demo") ? Path.Combine(EmbeddedPostgresOptions.DefaultData, "demo") : EmbeddedPostgresOptions.DefaultData);

    private static void Quieten(ILoggingBuilder logging) => logging
        .AddFilter("Orleans", LogLevel.Warning)
        .AddFilter("Orleans.Runtime.Silo", LogLevel.Error)
        .AddFilter("Orleans.Runtime.Watchdog", LogLevel.None)
        .AddFilter("Polly", LogLevel.Error);

    // Unless the configuration names another format of the console.
    private static void WriteLines(IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        if (string.IsNullOrEmpty(builder.Configuration["Logging:Console:FormatterName"]))
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = LineFormatter.FormatterName);
    }

    /// <summary>Two ports, held together so that they differ.</summary>
    private static (int Silo, int Gateway) FreePorts()
    {
        using var silo = new TcpListener(IPAddress.Loopback, 0);
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        silo.Start();
        gateway.Start();
        return (((IPEndPoint)silo.LocalEndpoint).Port, ((IPEndPoint)gateway.LocalEndpoint).Port);
    }
}
