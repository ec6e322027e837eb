using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;
using MudBlazor;
using MudBlazor.Services;
using Posture.Dashboard.Api;
using Posture.Dashboard.Audit;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Components.Pages;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Live;
using Posture.Dashboard.Options;
using Posture.Dashboard.Reports;
using Posture.Dashboard.Resources;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Hosting;

/// <summary>Blazor, MudBlazor, languages, and the order in which a request passes.</summary>
internal static class PagesExtensions
{
    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddTexts();
        services.Configure<RequestLocalizationOptions>(Languages.Configure);
        services.AddSingleton<OpenCircuits>().AddSingleton<EventLimit>().AddSingleton<CircuitOwners>();
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub =>
        {
            hub.EnableDetailedErrors = false;
            hub.MaximumReceiveMessageSize = 32 * 1024; // files go through requests
            hub.MaximumParallelInvocationsPerClient = 1;
            hub.AddFilter<EventLimit>();
            hub.AddFilter<CircuitOwners>();
        });
        services.Configure<CircuitOptions>(circuit =>
        {
            circuit.DetailedErrors = false;
            circuit.DisconnectedCircuitMaxRetained = 500;
            circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            circuit.MaxBufferedUnacknowledgedRenderBatches = 10;
            circuit.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(30);
        });
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
            mud.SnackbarConfiguration.ShowTransitionDuration = 100;
            mud.SnackbarConfiguration.HideTransitionDuration = 100;
        });
        services.AddTransient<MudLocalizer, MudTexts>();
        services.AddSingleton<RailLinks>();
        services.AddSingleton<SnapshotSignals>();
        services.AddSingleton<AccessSignals>();
        services.AddScoped<LiveFeed>();
        services.AddSingleton<ILiveQuestions, GrainQuestions>();
        services.AddSingleton<ITrustedRootState, CollectorTrust>();
        services.AddPageReaders();
        services.AddHealthProbes();
        services.AddApi();
        return builder;
    }

    public static void UseDashboard(this WebApplication app, DashboardSettings settings)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<LeastTime>();
        if (settings.Posture.KnownProxies.Length > 0)
            app.UseForwardedHeaders();
        app.UseMiddleware<HostGuard>();
        app.UseMiddleware<OriginGuard>();
        app.UseRequestLocalization();
        app.UseMiddleware<RequestGuard>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", CreateScopeForErrors = true, StatusCodeSelector = MachineErrors.StatusOf });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseMiddleware<EmptyErrors>();
        app.UseRouting();
        app.UseAddressLimits(settings);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UsePersonLimits(settings);
        app.UseMiddleware<CircuitGuard>();
        app.UseAntiforgery();
        // A page would answer in the framework's words.
        app.Use((context, next) => context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
            ? Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "request.forgery")
            : next(context));
        if (settings.Posture.EmbeddedIdentity)
            app.UseAccountLimits(settings);
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealthProbes();
        app.MapIdentity(settings);
        app.MapReports();
        app.MapApi();
        app.MapAudit();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(render =>
        {
            // Secrets and text that others wrote meet in one render batch: compressed, its length would tell (BREACH).
            render.ContentSecurityFrameAncestorsPolicy = "'none'";
            render.DisableWebSocketCompression = true;
        });
    }
}
