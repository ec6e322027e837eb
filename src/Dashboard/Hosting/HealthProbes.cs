using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Posture.Dashboard.Hosting;

/// <summary><c>/livez</c> says that the process answers and touches nothing else; <c>/readyz</c> names the dependency that fails.</summary>
internal static class HealthProbes
{
    public static void AddHealthProbes(this IServiceCollection services) => services.AddHealthChecks().AddCheck<DatabaseProbe>("database");

    public static void MapHealthProbes(this WebApplication app)
    {
        app.MapGet("/livez", () => Results.Text("ok")).AllowAnonymous();
        app.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    // Names and states only: descriptions may hold addresses.
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        var body = new
        {
            status = report.Status == HealthStatus.Healthy ? "ready" : "not ready",
            failing = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => entry.Key).Order(StringComparer.Ordinal),
        };
        return context.Response.WriteAsync(JsonSerializer.Serialize(body), context.RequestAborted);
    }
}
