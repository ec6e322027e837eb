using Microsoft.Extensions.Options;
using Npgsql;
using Posture.Collectors.Hosting;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;
using Posture.Store;

namespace Posture.Dashboard.Hosting;

/// <summary>Composes the dashboard. Tests build the same application and add to it.</summary>
internal static class DashboardApplication
{
    /// <summary>Exit code of a wrong configuration.</summary>
    public const int UsageExitCode = 2;

    /// <summary>Exit code when the database can't be had.</summary>
    public const int DatabaseExitCode = 3;

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
        catch (StoreException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Code}: {exception.Message}");
            return DatabaseExitCode;
        }
        catch (KeyRingException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Code}: {exception.Message}");
            return UsageExitCode;
        }
        catch (NpgsqlException exception)
        {
            // The driver's own message may hold parts of the connection string.
            await Console.Error.WriteLineAsync(
                $"store.unreachable: PostgreSQL did not answer ({exception.SqlState ?? "no connection"}); check address, name and password in ConnectionStrings:Posture");
            return DatabaseExitCode;
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
        builder.Services.AddSingleton(_ => database).AddPostureStore(database.Sources).AddHostedService<SnapshotRelay>().AddAudit(settings);
        builder.AddServer(settings).AddWebSecurity(settings).AddSignOn(settings).AddPages().AddPostureCollectors();
        var app = builder.Build();
        _ = app.Services.GetRequiredService<DashboardDatabase>();
        try
        {
            await KeyRing.OpenAsync(app.Services, CancellationToken.None);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        app.UseDashboard(settings);
        return app;
    }
}
