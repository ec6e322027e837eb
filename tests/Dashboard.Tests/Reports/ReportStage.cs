using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Posture.Analysis.Frameworks;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Reports;
using Posture.Dashboard.Tests.Pages;
using Posture.Model.Tenancy;

namespace Posture.Dashboard.Tests.Reports;

/// <summary>Orders and makes reports as the worker does, in the test's own turn.</summary>
internal static class ReportStage
{
    public static readonly Viewer Reporter = new("test|mara", "Mara Manager", [Roles.Lead], [], ViewScope.All);

    public static ReportDesk Desk(this PageStage stage) => stage.Services.GetRequiredService<ReportDesk>();

    public static ReportRequest Request(string framework = "pss", string language = "en", params string[] namespaces) =>
        new(Framework.Find(framework)!, [], namespaces, language);

    /// <summary>Makes what is waiting of this person.</summary>
    public static async Task MakeAsync(this PageStage stage, ReportJob job) =>
        await new ReportWorker(
            stage.Desk(), stage.Services.GetRequiredService<ReportReader>(), stage.Services.GetRequiredService<ReportWriter>(), stage.Services.GetRequiredService<PdfPrinter>(),
            stage.Time, NullLogger<ReportWorker>.Instance).RunAsync(job, TestContext.Current.CancellationToken);

    public static async Task<ReportJob> MadeAsync(this PageStage stage, ReportRequest request, Viewer? viewer = null)
    {
        var (job, refused) = stage.Desk().Order(viewer ?? Reporter, request);
        Assert.Null(refused);
        await stage.MakeAsync(job!);
        return job!;
    }
}
