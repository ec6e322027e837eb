using System.Net;
using Posture.Collectors.Outbound;
using Posture.Collectors.Sources;
using Posture.Dashboard.Audit;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Hosting;

/// <summary>What becomes of the audit log besides the page; what is sent out goes through the guard that all clients share.</summary>
internal static class AuditExtensions
{
    public static IServiceCollection AddAudit(this IServiceCollection services, DashboardSettings settings)
    {
        services.AddSingleton<AuditKey>().AddSingleton<AuditEvidenceReader>().AddHostedService<AuditCheckpoints>().AddHostedService<AuditSinks>();
        if (settings.Posture.AuditSyslog is { } syslog)
            services.AddSingleton<IAuditSink>(new SyslogSink(syslog, Dns.GetHostName(), cancellationToken => ConnectAsync(syslog, cancellationToken)));
        if (settings.Posture.AuditWebhook is { } webhook)
            services.AddSingleton<IAuditSink>(_ => new WebhookSink(webhook, settings.Posture.AuditWebhookSecret!, new OutboundGuard(OutboundRules.Configured(webhook)).Handler()));
        return services;
    }

    private static async ValueTask<Stream> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await new OutboundGuard(OutboundRules.Configured(address)).ConnectAsync(address.IdnHost, address.Port, cancellationToken);
        }
        catch (SourceException refused)
        {
            throw new IOException(refused.Code, refused);
        }
    }
}
