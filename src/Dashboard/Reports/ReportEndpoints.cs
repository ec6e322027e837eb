using System.Globalization;
using Posture.Dashboard.Identity;
using Posture.Store.Queries;

namespace Posture.Dashboard.Reports;

/// <summary>Files of a report, for the account that asked for it; for anyone else, and when it is gone, there is nothing here.</summary>
internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder app)
    {
        app.MapGet("/reports/{id:guid}/{form:regex(^(pdf|html|csv)$)}", Download).RequireAuthorization();
        app.MapGet("/reports/{id:guid}/view", View).RequireAuthorization();
    }

    internal static async Task<IResult> Download(Guid id, string form, HttpContext context, ReportDesk desk, TenantQuery tenants)
    {
        if (desk.Find(await CurrentViewer.OfAsync(context.User, tenants), id) is not { Progress.Files: { } files } job)
            return Results.NotFound();
        var (content, type) = form switch
        {
            "pdf" => (files.Pdf, "application/pdf"),
            "csv" => (files.Csv, "text/csv; charset=utf-8"),
            _ => (files.Html, "text/html; charset=utf-8"),
        };
        if (content is null)
            return Results.NotFound();
        context.Response.Headers.CacheControl = "no-store";
        return Results.File(content, type, Name(job, form));
    }

    /// <summary>The document in the browser, under the page's own content policy: it has no script, and none would run.</summary>
    internal static async Task<IResult> View(Guid id, HttpContext context, ReportDesk desk, TenantQuery tenants)
    {
        if (desk.Find(await CurrentViewer.OfAsync(context.User, tenants), id) is not { Progress.Files: { } files })
            return Results.NotFound();
        context.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(files.Html, "text/html; charset=utf-8");
    }

    /// <summary>Made of our own words, a date and hex digits: nothing from a cluster is in a file's name.</summary>
    internal static string Name(ReportJob job, string form) => string.Create(
        CultureInfo.InvariantCulture, $"posture-{job.Request.Framework.Id}-{job.AskedAt.UtcDateTime:yyyyMMdd-HHmm}-{job.Progress.Model?.Hash[..12]}.{form}");
}
