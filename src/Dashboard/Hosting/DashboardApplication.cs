using Microsoft.Extensions.Options;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Hosting;

/// <summary>Composes the dashboard. Tests build the same application and add to it.</summary>
internal static class DashboardApplication
{
    /// <summary>Exit code of a wrong configuration.</summary>
    public const int UsageExitCode = 2;

    /// <summary>Runs until stopped. Configuration errors are named on stderr.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = await BuildAsync(args);
            await app.RunAsync();
            return 0;
        }
        catch (OptionsValidationException exception)
        {
            foreach (var failure in exception.Failures)
                await Console.Error.WriteLineAsync("configuration: " + failure);
            return UsageExitCode;
        }
    }

    /// <summary>Opens the database and builds, without serving yet. Disposing the application closes the database.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="configure">Changes to the builder before services are added, for tests.</param>
    public static async Task<WebApplication> BuildAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(DashboardApplication).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        configure?.Invoke(builder);
        var settings = DashboardSettings.Read(builder.Configuration);
        var database = await DashboardDatabase.OpenAsync(builder.Configuration, CancellationToken.None);
        // By factory, so that the container disposes it; created first, so disposed last.
        builder.Services.AddSingleton(_ => database).AddSingleton(database.Source);
        builder.AddServer(settings).AddWebSecurity(settings).AddSignOn(settings).AddPages();
        var app = builder.Build();
        _ = app.Services.GetRequiredService<DashboardDatabase>();
        app.UseDashboard(settings);
        return app;
    }
}
