using Posture.Dashboard.Options;

namespace Posture.Dashboard.Reports;

/// <summary>Registers reports: reader, desk, worker and printer.</summary>
internal static class ReportServices
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton(provider => new ReportSettings(provider.GetService<DashboardSettings>()?.Posture.Chromium))
        .AddSingleton<ReportReader>()
        .AddSingleton<ReportWriter>()
        .AddSingleton<ReportDesk>()
        .AddSingleton<PdfPrinter>()
        .AddHostedService<ReportWorker>();
}
