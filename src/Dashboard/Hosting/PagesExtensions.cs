using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.HttpOverrides;
using MudBlazor;
using MudBlazor.Services;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Live;
using Posture.Dashboard.Resources;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Hosting;

/// <summary>Blazor, MudBlazor, languages, and the order in which a request passes.</summary>
internal static class PagesExtensions
{
    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(Languages.Configure);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.Configure<CircuitOptions>(circuit =>
        {
            circuit.DetailedErrors = false;
            circuit.DisconnectedCircuitMaxRetained = 500;
            circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            circuit.MaxBufferedUnacknowledgedRenderBatches = 10;
        });
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
            mud.SnackbarConfiguration.ShowTransitionDuration = 100;
            mud.SnackbarConfiguration.HideTransitionDuration = 100;
        });
        services.AddTransient<MudLocalizer, MudTexts>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<CurrentViewer>();
        services.AddSingleton<RailLinks>();
        services.AddSingleton<SnapshotSignals>();
        services.AddScoped<LiveFeed>();
        services.AddHealthProbes();
        return builder;
    }

    public static void UseDashboard(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        if (app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<ForwardedHeadersOptions>>().Value.ForwardedHeaders != ForwardedHeaders.None)
            app.UseForwardedHeaders();
        app.UseMiddleware<HostGuard>();
        app.UseMiddleware<OriginGuard>();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseRequestLocalization();
        app.UseRouting();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapHealthProbes();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(render =>
        {
            // Secrets and text that others wrote meet in one render batch: compressed, its length would tell (BREACH).
            render.ContentSecurityFrameAncestorsPolicy = "'none'";
            render.DisableWebSocketCompression = true;
        });
    }
}
