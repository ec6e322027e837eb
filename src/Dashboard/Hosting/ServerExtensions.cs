using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Hosting;

/// <summary>The HTTP server: address, limits, proxies.</summary>
internal static class ServerExtensions
{
    public static WebApplicationBuilder AddServer(this WebApplicationBuilder builder, DashboardSettings settings)
    {
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        if (settings.Listen.Urls is [ListenAddresses.Default])
            builder.WebHost.UseUrls(ListenAddresses.Default);
        // Served from the build output too, not only from a published folder.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 10_000;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(90);
        });
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = settings.Posture.KnownProxies.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = null; // every hop must be a known one, however many there are
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in settings.Posture.KnownProxies)
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        });
        return builder;
    }
}
