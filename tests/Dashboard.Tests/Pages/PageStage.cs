using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using Npgsql;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Indexes;
using Posture.Analysis.Libraries;
using Posture.Analysis.Policy;
using Posture.Dashboard.Audit;
using Posture.Dashboard.Components.Pages;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Live;
using Posture.Dashboard.Options;
using Posture.Dashboard.Resources;
using Posture.Model.Coverage;
using Posture.Model.Tenancy;
using Posture.Store;
using Posture.Store.Commands;
using Posture.Store.RowSecurity;
using Posture.TestKit;
using Posture.TestKit.Postgres;
using System.Security.Claims;
using TestContext = Xunit.TestContext;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>Pages over a database of their own, filled by commits of the real evaluator. The clock stands at <see cref="Now"/>.</summary>
internal sealed class PageStage : BunitContext
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Subscriptions of the circuit itself.</summary>
    public const int OwnSubscriptions = 1;

    private readonly StoreSources _source;
    private readonly Dictionary<string, (Cluster Cluster, long Epoch)> _clusters = [];

    private PageStage(StoreSources source)
    {
        _source = source;
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddLogging().AddTexts();
        Services.AddMudServices();
        Services.AddSingleton<SnapshotSignals>();
        Services.AddSingleton<AccessSignals>();
        Services.AddScoped<LiveFeed>();
        Services.AddScoped<CurrentViewer>();
        Services.AddPostureStore(source);
        Services.AddPageReaders();
        AddBunitPersistentComponentState();
        Person = this.AddAuthorization();
        Person.SetAuthorized("lena");
        Person.SetRoles("lead");
    }

    public FakeTimeProvider Time { get; } = new(Now);

    public BunitAuthorizationContext Person { get; }

    /// <summary>What clusters are judged by.</summary>
    public PosturePolicy Policy { get; init; } = PosturePolicy.Default;

    public SnapshotSignals Signals => Services.GetRequiredService<SnapshotSignals>();

    public NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    public string Address => new Uri(Navigation.Uri).PathAndQuery;

    public static async Task<PageStage> CreateAsync(PostgresFixture postgres, PosturePolicy? policy = null) =>
        new(await postgres.Server.DatabaseAsync(TestContext.Current.CancellationToken)) { Policy = policy ?? PosturePolicy.Default };

    /// <summary>For pages of accounts: with the tables and services of the identity provider.</summary>
    public static async Task<PageStage> CreateWithAccountsAsync(PostgresFixture postgres)
    {
        var stage = new PageStage(await postgres.WithAccountsAsync());
        stage.Services.AddDbContext<IdentityStore>(options => options.UseIdentityStore(stage._source.Identity));
        stage.Services.AddSingleton(DashboardSettings.Read(new ConfigurationBuilder().Build())).AddSessions().AddSingleton<TenantMembers>().AddSingleton<KeptKeys>().AddSingleton<AuditKey>().AddSingleton<AuditEvidenceReader>()
            .AddSingleton<ITrustedRootState>(new KnownRoot(new("public", Now, null, false, null, null)))
            .AddDataProtection().UseEphemeralDataProtectionProvider();
        return stage;
    }

    /// <summary>A member of a tenant of its own, with rules written as cluster/namespace.</summary>
    /// <returns>The tenant's name.</returns>
    public async Task<string> BecomeTenantAsync(params string[] rules)
    {
        var name = await _source.AddTenantAsync(rules, TestContext.Current.CancellationToken);
        Person.SetRoles("tenant");
        Person.SetClaims(new Claim(Viewer.TenantClaim, name));
        return name;
    }

    /// <summary>Takes a tenant's namespaces away.</summary>
    public Task EmptyTenantAsync(string name) =>
        new TenantRegistry(_source.Web, TimeProvider.System).PutAsync(Actor.System, name, name, [], TestContext.Current.CancellationToken);

    /// <summary>The scope of such a member.</summary>
    public Task<ViewScope> TenantAsync(params string[] rules) => _source.TenantAsync(TestContext.Current.CancellationToken, rules);

    /// <summary>A lead whose reports can be found again.</summary>
    public void BecomeReporter()
    {
        Person.SetRoles("lead");
        Person.SetClaims(new Claim("sub", "mara", ClaimValueTypes.String, "test"));
    }

    /// <summary>Commits the whole state of a cluster as of a time; kinds named in <paramref name="unread"/> were forbidden.</summary>
    public async Task CommitAsync(string cluster, string yaml, DateTimeOffset? at = null, params string[] unread)
    {
        var token = TestContext.Current.CancellationToken;
        if (!_clusters.TryGetValue(cluster, out var own))
        {
            var registry = new ClusterRegistry(_source.Collector);
            var registered = await registry.EnsureAsync(cluster, cluster, "test", "folder:" + cluster, token);
            own = _clusters[cluster] = (registered, await registry.TakeEpochAsync(registered.Id, token));
        }
        var inventory = Manifests.Inventory(yaml);
        foreach (var kind in unread)
            inventory.SetCoverage(new("", kind, CoverageState.Forbidden, "the collector may not list it", at ?? Now, 0));
        var evaluator = new ClusterEvaluator(cluster, inventory, Policy, ControlCatalogue.Default);
        evaluator.Evaluate(at ?? Now);
        var scores = new[] { (string?)null }.Concat(evaluator.ScoredNamespaces)
            .SelectMany(ns => evaluator.Scores(ns).Select((score, layer) => new ScoreRow(ns, layer, score)));
        await new SnapshotWriter(_source.Collector, Time).CommitAsync(
            new()
            {
                ClusterId = own.Cluster.Id,
                Epoch = own.Epoch,
                At = at ?? Now,
                CatalogueVersion = ControlCatalogue.Default.Version,
                Full = true,
                Put = [.. inventory.All()],
                Changed = [.. evaluator.Findings],
                Coverage = [.. inventory.Coverage],
                Scores = [.. scores],
                Images = new ImageUses(evaluator.View).TakeChanges(),
                Scans = new ImageScans(evaluator.View).TakeChanges().Put,
                ObjectCount = inventory.Count,
                ServerVersion = "v1.34.1",
            },
            token);
    }

    /// <summary>The server lets nobody of the web's account in any more, and ends who is.</summary>
    public async Task LoseDatabaseServerAsync()
    {
        var name = new NpgsqlConnectionStringBuilder(_source.Owner.ConnectionString).Database;
        await using var lost = _source.Owner.CreateCommand(
            $"revoke connect on database {name} from public; select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}' and usename <> current_user");
        await lost.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Takes the database away.</summary>
    public ValueTask LoseDatabaseAsync() => _source.DisposeAsync();

    /// <summary>Opens a page at an address; route values as parameters. Waits for the data.</summary>
    public IRenderedComponent<T> Open<T>(string address, params (string Name, string Value)[] route)
        where T : IComponent
    {
        Navigation.NavigateTo(address);
        Renderer.SetRendererInfo(new("Server", isInteractive: true));
        var page = Render<T>(parameters =>
        {
            foreach (var (name, value) in route)
                parameters.TryAdd(name, value);
        });
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-state=loading]")), TimeSpan.FromSeconds(20));
        return page;
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _source.DisposeAsync();
    }
}
