using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Posture.Analysis.Frameworks;
using Posture.Dashboard.Hosting;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Reports;
using Posture.Dashboard.Security;
using Posture.Dashboard.Tests.Pages;
using Posture.Store.Queries;
using Posture.TestKit;

namespace Posture.Dashboard.Tests.Security;

/// <summary>The whole dashboard in this process, behind a real server on a free port, with the demonstration's accounts and a small fleet.</summary>
public sealed class ServerStage : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;

    private ServerStage(WebApplication app, DirectoryInfo folder) => (_app, _folder) = (app, folder);

    public IServiceProvider Services => _app.Services;

    /// <summary>Connection string of the owner of its database.</summary>
    internal string Database { get; private init; } = "";

    /// <summary>Where the server really listens.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Everything that was logged.</summary>
    internal LogLines Log { get; private init; } = default!;

    internal static Task<ServerStage> StartAsync(PostgresFixture postgres, params (string Key, string Value)[] settings) =>
        StartAsync(postgres, "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n", settings);

    /// <param name="postgres">Where its database is made.</param>
    /// <param name="manifests">What each cluster of the demonstration has.</param>
    /// <param name="settings">Besides, or instead of, those of a small demonstration.</param>
    /// <param name="probed">With endpoints under /test that break, read and tell who asks.</param>
    internal static async Task<ServerStage> StartAsync(PostgresFixture postgres, string manifests, (string Key, string Value)[] settings, bool probed = true)
    {
        var token = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("posture-server-");
        foreach (var cluster in new[] { "production", "staging", "edge" })
        {
            var manifest = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.FullName, "demo", cluster)).FullName, "namespace.yaml");
            await File.WriteAllTextAsync(manifest, manifests, token);
        }
        var sources = await postgres.Server.DatabaseAsync(token);
        var log = new LogLines();
        var all = new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["ConnectionStrings:Posture"] = sources.Owner.ConnectionString,
            ["Posture:Data"] = folder.FullName,
            ["Posture:Demo"] = "true",
            ["Posture:Demo:Path"] = Path.Combine(folder.FullName, "demo"),
            ["Posture:Demo:Password"] = Password,
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        var app = await DashboardApplication.BuildAsync([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(all);
            builder.Logging.ClearProviders().AddProvider(log);
            builder.Services.AddSingleton(new ConsoleNotices(TextWriter.Null));
        });
        if (probed)
            MapProbes(app);
        await app.StartAsync(token);
        await sources.DisposeAsync();
        return new(app, folder) { Log = log, Database = all["ConnectionStrings:Posture"]! };
    }

    /// <summary>A finished report of somebody, ordered once.</summary>
    public async Task<Guid> ReportAsync(string account, string role, string? tenant = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var owner = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByNameAsync(account);
        var identity = new ClaimsIdentity(
        [
            new("sub", owner!.Id.ToString(), ClaimValueTypes.String, Services.GetRequiredService<PublicAddress>().Canonical + "/"), new("role", role),
        ], Session.Scheme, "name", "role");
        if (tenant is not null)
            identity.AddClaim(new(Viewer.TenantClaim, tenant));
        var viewer = await CurrentViewer.OfAsync(new(identity), Services.GetRequiredService<TenantQuery>());
        var desk = Services.GetRequiredService<ReportDesk>();
        var job = desk.Of(viewer).FirstOrDefault(known => !known.Open) ?? desk.Order(viewer, new(Framework.All.First(framework => framework.Id == "pss"), [], [], "en")).Job;
        await Eventually.SeeAsync(
            () => Task.FromResult(job!.Progress.State), state => state is ReportState.Ready or ReportState.Failed, TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.Equal(ReportState.Ready, job!.Progress.State);
        return job.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static void MapProbes(WebApplication app)
    {
        app.MapGet("/test/throws", IResult () => throw new InvalidOperationException("canary-in-an-exception")).AllowAnonymous();
        app.MapPost("/test/reads", async (HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            return Results.Ok();
        }).AllowAnonymous().DisableAntiforgery();
        app.MapGet("/test/connection", (HttpContext context) => string.Create(
            CultureInfo.InvariantCulture, $"{context.Connection.RemoteIpAddress} {context.Request.Scheme} {context.Request.Host}")).AllowAnonymous();
    }
}
