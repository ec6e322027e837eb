using System.Globalization;
using System.Text;
using System.Text.Json;
using Posture.Dashboard.Api;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Reports;
using Posture.Store.Commands;
using Posture.Store.Queries;

namespace Posture.Dashboard.Audit;

/// <summary>The audit log as a file, for who sees it: everybody the own entries, leads, managers and administrators all of them.</summary>
internal static class AuditEndpoints
{
    private static readonly string[] Columns = ["seq", "at", "actor", "actor_name", "address", "action", "target", "result", "details", "previous", "hash"];

    public static void MapAudit(this IEndpointRouteBuilder app) => app.MapGet("/activity/export.{form:regex(^(csv|ndjson)$)}", ExportAsync).RequireAuthorization();

    private static async Task ExportAsync(string form, HttpContext context, AuditExport export, TenantQuery tenants, TimeProvider time, string? action, string? q)
    {
        var viewer = await CurrentViewer.OfAsync(context.User, tenants);
        var rows = export.ReadAsync(viewer.Overview, viewer.Actor, form, new(action ?? "", q ?? ""), context.RequestAborted);
        context.Response.ContentType = form == "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=posture-activity-{time.GetUtcNow().UtcDateTime:yyyyMMdd-HHmm}.{form}");
        await using var text = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: form == "csv"), 1 << 16, leaveOpen: true);
        if (form == "csv")
            await text.WriteAsync(string.Join(',', Columns) + "\r\n");
        await foreach (var row in rows)
            await text.WriteAsync(form == "csv" ? Csv(row) : JsonSerializer.Serialize(ActivityApi.Document(row), ApiJson.Default.ActivityDocument) + "\n");
    }

    private static string Csv(AuditRow row) => string.Join(',', new[]
    {
        row.Seq.ToString(CultureInfo.InvariantCulture), row.At.UtcDateTime.ToString("O"), row.Actor, row.ActorName, row.Address, row.Action, row.Target, row.Result, row.Details,
        Convert.ToHexStringLower(row.Previous), Convert.ToHexStringLower(row.Hash),
    }.Select(ReportCsv.Cell)) + "\r\n";
}
