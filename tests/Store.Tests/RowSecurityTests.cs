using System.Threading.Channels;
using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Commands;
using Posture.Store.Listening;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;

namespace Posture.Store.Tests;

/// <summary>Tenancy as the database holds it, asked in SQL under the accounts of the product: promise P-03, leaks L-21, L-22, L-28 and fault F-36.</summary>
public sealed class RowSecurityTests(PostgresFixture postgres)
{
    private const string Two = """
        { apiVersion: v1, kind: Namespace, metadata: { name: shop, uid: shop-1 } }
        ---
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { spec: { containers: [{ name: c, securityContext: { privileged: true } }] } } } }
        ---
        { apiVersion: v1, kind: Namespace, metadata: { name: bank, uid: bank-1 } }
        ---
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: vault, namespace: bank }, spec: { template: { spec: { hostPID: true, containers: [{ name: c }] } } } }
        """;

    /// <summary>Tables with rows of namespaces, and a condition that only rows of others or of whole clusters meet.</summary>
    public static readonly TheoryData<string, string> Rows = new()
    {
        { "findings", "namespace <> 'shop'" },
        { "finding_counts", "namespace <> 'shop'" },
        { "objects", "namespace <> 'shop'" },
        { "scores", "namespace <> 'shop' or whole" },
        { "namespaces", "true" },
        { "tenants", "name not like 't-%'" },
        { "tenant_rules", "namespace <> 'shop'" },
        { "tenant_namespaces", "namespace <> 'shop'" },
    };

    public static readonly TheoryData<string> Tables = ["clusters", "coverage", "findings", "finding_counts", "objects", "scores", "snapshots", "namespaces", "tenants", "tenant_rules", "tenant_namespaces"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task P03_NoScope_RaisesAndNeverGivesNoRows(string table)
    {
        await using var stage = await SeededAsync();
        await stage.TenantAsync("prod/shop"); // a policy is asked for rows only: of an empty table there is nothing to hide
        foreach (var source in new[] { stage.Sources.Web, stage.Sources.Export })
        {
            await using var connection = await source.OpenConnectionAsync(Token);
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => CountAsync(connection, $"select count(*) from {table}"))).SqlState);
            // The setting of a former transaction is an empty string afterwards, not null.
            await using (var transaction = await connection.BeginTransactionAsync(Token))
            {
                await RunAsync(connection, "select set_config('posture.scope', 'all', true)");
                await CountAsync(connection, $"select count(*) from {table}");
            }
            Assert.Contains("posture.scope", (await Assert.ThrowsAsync<PostgresException>(() => CountAsync(connection, $"select count(*) from {table}"))).MessageText, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task L28_TenantScope_NoForeignRowInAnyTable(string table, string foreign)
    {
        await using var stage = await SeededAsync();
        await stage.TenantAsync("prod/bank");
        var tenant = RowScope.Of(await stage.TenantAsync("prod/shop"));

        Assert.NotEqual(0, await stage.CountAsync($"select count(*) from {table} where {foreign}") + (table == "tenants" ? 1 : 0));
        foreach (var source in new[] { stage.Sources.Web, stage.Sources.Export })
            Assert.Equal(0, await ScopedAsync(source, tenant, $"select count(*) from {table} where {foreign}"));
        if (table != "namespaces")
            Assert.NotEqual(0, await ScopedAsync(stage.Sources.Web, tenant, $"select count(*) from {table}"));
        if (table is "tenants" or "tenant_rules" or "tenant_namespaces")
            Assert.Equal(1, await ScopedAsync(stage.Sources.Web, tenant, $"select count(*) from {table}"));
    }

    [Fact]
    public async Task AdminScope_SeesConfigurationAndNothingCollected()
    {
        await using var stage = await SeededAsync();
        await stage.TenantAsync("prod/shop");

        foreach (var table in new[] { "findings", "finding_counts", "objects", "scores" })
            Assert.Equal(0, await ScopedAsync(stage.Sources.Web, RowScope.Admin, $"select count(*) from {table}"));
        Assert.Equal(2, await ScopedAsync(stage.Sources.Web, RowScope.Admin, "select count(*) from namespaces"));
        Assert.NotEqual(0, await ScopedAsync(stage.Sources.Web, RowScope.Admin, "select count(*) from coverage"));
        Assert.Equal(1, await ScopedAsync(stage.Sources.Web, RowScope.Admin, "select count(*) from tenants"));
    }

    /// <summary>Numbers without names, held by columns: whatever a page asks, PostgreSQL gives it no name and no evidence.</summary>
    [Fact]
    public async Task TotalsScope_CountsEverythingAndNamesNothing()
    {
        await using var stage = await SeededAsync();
        foreach (var source in new[] { stage.Sources.Web, stage.Sources.Export })
        {
            const string Turn = "set local role posture_totals; ";
            Assert.Equal(
                await stage.CountAsync("select count(*) from findings"),
                await ScopedAsync(source, RowScope.Totals, Turn + "select count(fingerprint) from findings"));
            Assert.NotEqual(0, await ScopedAsync(source, RowScope.Totals, Turn + "select sum(count) from finding_counts"));
            Assert.NotEqual(0, await ScopedAsync(source, RowScope.Totals, Turn + "select count(*) from scores where whole"));
            foreach (var column in new[] { "name", "message", "evidence", "api_version", "hash" })
                Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => ScopedAsync(source, RowScope.Totals, $"{Turn}select count({column}) from findings"))).SqlState);
            Assert.Equal(0, await ScopedAsync(source, RowScope.Totals, Turn + "select count(*) from objects where kind not in ('Node', 'KubeBenchReport') or namespace <> ''"));
            foreach (var table in new[] { "namespaces", "tenants", "tenant_rules", "tenant_namespaces" })
                Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => ScopedAsync(source, RowScope.Totals, $"{Turn}select count(*) from {table}"))).SqlState);

            // Whoever forgets to turn into the other account sees no row that has names; and that account alone has no scope but this one.
            foreach (var table in new[] { "findings", "objects" })
                Assert.Equal(0, await ScopedAsync(source, RowScope.Totals, $"select count(*) from {table}"));
            Assert.Equal(0, await ScopedAsync(source, "all", Turn + "select count(fingerprint) from findings"));
        }
    }

    [Fact]
    public async Task TotalsScope_SaysTheSameNumbersAsTheWholeFleet()
    {
        await using var stage = await SeededAsync();
        await stage.Writer.CommitAsync(stage.Whole(Two.Replace("hostPID: true, ", "", StringComparison.Ordinal), Stage.Start.AddDays(1)), Token);
        var (fleet, layers, reports) = (new FleetQuery(stage.Sources.Web), new LayerQuery(stage.Sources.Web), new ReportQuery(stage.Sources.Export));
        foreach (var at in new DateTimeOffset?[] { null, Stage.Start.AddHours(1) })
        {
            var (whole, numbers) = (await fleet.GetAsync(ViewScope.All, at, Stage.Start, Token), await fleet.GetAsync(ViewScope.Totals, at, Stage.Start, Token));
            Assert.Equal((whole.Open, whole.New, whole.Resolved), (numbers.Open, numbers.New, numbers.Resolved));
            Assert.Equal(whole.Clusters.Select(row => row.Scores!.Scope), numbers.Clusters.Select(row => row.Scores!.Scope));
            Assert.Equal(await layers.ControlsByClusterAsync(ViewScope.All, null, [], at, Token), await layers.ControlsByClusterAsync(ViewScope.Totals, null, [], at, Token));
        }
        Assert.True((await fleet.GetAsync(ViewScope.Totals, null, Stage.Start, Token)).Resolved > 0);
        string[] failing = [.. (await layers.ControlsByClusterAsync(ViewScope.All, null, [], null, Token)).Where(row => row.Counts.Fail > 0).Select(row => row.Control)];
        var (named, counted) = (await reports.ReadAsync(ViewScope.All, [], [], failing, Token), await reports.ReadAsync(ViewScope.Totals, [], [], failing, Token));
        Assert.Equal(named.Counts, counted.Counts);
        Assert.Equal(named.Clusters.Select(cluster => (cluster.Objects, cluster.Snapshot)), counted.Clusters.Select(cluster => (cluster.Objects, cluster.Snapshot)));
        Assert.NotEmpty(named.Findings);
        Assert.Empty(counted.Findings);
        Assert.Empty(counted.Reasons);
        Assert.Equal(0, (await new DriftQuery(stage.Sources.Web).PageAsync(ViewScope.Totals, new() { From = Stage.Start, To = Stage.Start.AddDays(2) }, 1, 10, Token)).Total);
    }

    /// <summary>Open pages look again when somebody's namespaces changed, by whatever way (P-18).</summary>
    [Fact]
    public async Task Namespaces_OfATenantChanged_AreSignalled()
    {
        await using var stage = await SeededAsync();
        var tenant = (await stage.TenantAsync("prod/shop")).Tenants!.Single();
        var signals = Channel.CreateUnbounded<bool>();
        var listener = new SnapshotListener(stage.Sources.Web, TimeProvider.System);
        using var subscription = listener.Subscribe(static _ => { }, () => signals.Writer.TryWrite(true));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = listener.RunAsync(stop.Token);
        async Task ToldAsync() => await signals.Reader.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Token);
        await ToldAsync(); // once connected

        await stage.Tenants.PutAsync(Actor.System, "other", "Other", [new("prod", "bank")], Token);
        await ToldAsync();
        await stage.Writer.CommitAsync(stage.Whole(Two.Replace("shop-1", "shop-2", StringComparison.Ordinal), Stage.Start.AddMinutes(1)), Token);
        await ToldAsync(); // held back: another namespace of the same name
        await stage.Tenants.RemoveAsync(Actor.System, tenant, Token);
        await ToldAsync();

        await stage.Writer.CommitAsync(stage.Whole(Two, Stage.Start.AddMinutes(2)), Token);
        await stage.Writer.CommitAsync(stage.Whole(Two, Stage.Start.AddMinutes(3)), Token);
        Assert.False(signals.Reader.TryRead(out _));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Theory]
    [InlineData("web", "update findings set verdict = 1")]
    [InlineData("web", "delete from objects")]
    [InlineData("web", "truncate tenants")]
    [InlineData("web", "select * from cluster_digests")]
    [InlineData("web", "select * from \"__EFMigrationsHistory\"")]
    [InlineData("web", "select * from findings_default")]
    [InlineData("web", "select ensure_partitions(now())")]
    [InlineData("web", "set role posture_collector")]
    [InlineData("web", "alter table findings disable row level security")]
    [InlineData("web", "drop policy visible on findings")]
    [InlineData("web", "create view mine as select 1")]
    [InlineData("export", "delete from tenant_namespaces")]
    [InlineData("identity", "select * from findings")]
    [InlineData("collector", "insert into tenants values (gen_random_uuid(), 'x', 'x', now())")]
    public async Task L28_Account_MayDoNothingElse(string account, string sql)
    {
        await using var stage = await SeededAsync();
        var role = StoreRole.All.Single(role => role.Name == "posture_" + account);

        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => ScopedAsync(stage.Sources.Of(role), "all", sql))).SqlState);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("tenants:")]
    public async Task Tenants_OutsideOfAdministration_CannotBeChanged(string scope)
    {
        await using var stage = await SeededAsync();
        var own = await stage.TenantAsync("prod/shop");
        var tenant = own.Tenants!.Single();
        scope = scope == "all" ? scope : RowScope.Of(own);

        await ScopedAsync(stage.Sources.Web, scope, "delete from tenant_rules; select 0");
        await ScopedAsync(stage.Sources.Web, scope, "update tenant_namespaces set held = true; select 0");
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(
            () => ScopedAsync(stage.Sources.Web, scope, $"insert into tenant_rules values ('{tenant}', '*', 'bank'); select 0"))).SqlState);
        Assert.Equal((1, 1), (await stage.CountAsync("select count(*) from tenant_rules"), await stage.CountAsync("select count(*) from tenant_namespaces where not held")));
    }

    /// <summary>Everything in the schema is guarded, or named here with the reason why not.</summary>
    [Fact]
    public async Task L28_Catalogue_EveryTableIsGuardedAndNothingPassesByPolicies()
    {
        await using var stage = await SeededAsync();

        // Partitions are reached through their table only: nobody but the collector and the owner has a right on them.
        Assert.Equal("__EFMigrationsHistory", await TextAsync(stage, """
            select string_agg(relname, ',' order by relname) from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and not (relrowsecurity and relforcerowsecurity)
            """));
        Assert.Equal("", await TextAsync(stage, """
            select string_agg(distinct c.relname || ':' || r, ',') from pg_class c, unnest(array['posture_web', 'posture_export', 'posture_identity']) r
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and (c.relispartition or c.relname in ('cluster_digests', 'known_images', '__EFMigrationsHistory'))
                and has_table_privilege(r, c.oid, 'select, insert, update, delete, truncate, references, trigger')
            """));
        Assert.Equal("", await TextAsync(stage, "select string_agg(relname, ',') from pg_class where relnamespace in ('public'::regnamespace, 'tenancy'::regnamespace) and relkind in ('v', 'm')"));
        Assert.Equal("audit_append,ensure_partition,ensure_partitions", await TextAsync(stage,
            "select string_agg(proname, ',' order by proname) from pg_proc where prosecdef and pronamespace in ('public'::regnamespace, 'tenancy'::regnamespace)"));
        Assert.Equal("", await TextAsync(stage, """
            select string_agg(tablename || ':' || policyname || ':' || cmd, ',') from pg_policies
            where not (policyname = 'visible' and cmd = 'SELECT' and roles = '{posture_export,posture_web}')
                and not (policyname = 'visible' and cmd = 'SELECT' and roles = '{posture_web,posture_export}')
                and not (tablename = 'audit' and (policyname, cmd) in (('appended', 'INSERT'), ('chained', 'SELECT')))
                and not (policyname = 'administered' and roles = '{posture_web}' and tablename in ('tenants', 'tenant_rules', 'tenant_namespaces', 'audit_sinks'))
                and not (policyname = 'administered' and roles = '{posture_web}' and cmd = 'SELECT' and tablename in ('coverage', 'snapshots'))
                and not (policyname = 'totals' and cmd = 'SELECT' and (roles = '{posture_totals}' or tablename = 'audit'))
                and not (permissive = 'RESTRICTIVE' and cmd = 'SELECT' and (policyname = 'within' or policyname = 'named' and tablename in ('findings', 'objects', 'image_uses', 'image_facts', 'image_ancestors', 'image_scans')))
            """));
        Assert.Equal("posture_collector", await TextAsync(stage, "select string_agg(rolname, ',') from pg_roles where rolname like 'posture\\_%' and (rolbypassrls or rolsuper or rolcreaterole or rolcreatedb)"));
    }

    [Fact]
    public async Task F36_NamespaceMadeAnew_IsNotInheritedUntilGivenAgain()
    {
        await using var stage = await SeededAsync();
        var scope = await stage.TenantAsync("prod/shop");
        var tenant = scope.Tenants!.Single();
        Assert.True((await AllAsync(stage, scope)).Total > 0);

        await stage.Writer.CommitAsync(stage.Whole(Two.Replace("shop-1", "shop-2", StringComparison.Ordinal), Stage.Start.AddMinutes(1)), Token);

        Assert.Equal(0, (await AllAsync(stage, scope)).Total);
        var held = Assert.Single(await new TenantQuery(stage.Sources.Web).NamespacesAsync(tenant, Token));
        Assert.Equal((new ScopedNamespace("prod", "shop"), true, true), (held.At, held.IsIdentified, held.IsHeld));
        await stage.Tenants.ReleaseAsync(Actor.System, tenant, held.At, Token);
        Assert.True((await AllAsync(stage, scope)).Total > 0);
    }

    [Fact]
    public async Task F36_NamespaceGoneAndBackUnderAnotherIdentity_IsHeld()
    {
        await using var stage = await SeededAsync();
        var scope = await stage.TenantAsync("prod/shop");

        await stage.Writer.CommitAsync(stage.Whole("{ apiVersion: v1, kind: Namespace, metadata: { name: bank, uid: bank-1 } }", Stage.Start.AddMinutes(1)), Token);
        await stage.Writer.CommitAsync(stage.Whole(Two.Replace("shop-1", "shop-2", StringComparison.Ordinal), Stage.Start.AddMinutes(2)), Token);

        Assert.Equal(0, (await AllAsync(stage, scope)).Total);
    }

    [Fact]
    public async Task Rules_Changed_HoldFromTheNextQueryOn()
    {
        await using var stage = await SeededAsync();
        await stage.Tenants.PutAsync(Actor.System, "shop", "Shop", [new("prod", "shop")], Token);
        var query = new TenantQuery(stage.Sources.Web);
        var scope = await query.ScopeAsync(["shop"], Token);
        Assert.True((await AllAsync(stage, scope)).Total > 0);

        await stage.Tenants.PutAsync(Actor.System, "shop", "Shop", [new("prod", "elsewhere")], Token);

        Assert.Equal(0, (await AllAsync(stage, scope)).Total); // the old scope, still in a circuit's hands
        await stage.Tenants.RemoveAsync(Actor.System, scope.Tenants!.Single(), Token);
        Assert.Empty(await query.ListAsync(Token));
        Assert.Equal(0, (await AllAsync(stage, await query.ScopeAsync(["shop", "unknown"], Token))).Total);
    }

    [Theory]
    [InlineData("prod/shop", "shop")]
    [InlineData("*/shop-*", "shop-a,shop-b")]
    [InlineData("prod-*/shop", "")]
    [InlineData("pro/shop", "")]
    [InlineData("*/sho", "")]
    public async Task L22_Rule_IsExactOrEndsAtADash(string rule, string reached)
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var names = new[] { "shop", "shop-a", "shop-b", "shopevil", "xshop-a", "shоp-c" }; // the last has a Cyrillic о
        await stage.Writer.CommitAsync(stage.Whole(string.Join("\n---\n", names.Select(name => $"{{ apiVersion: v1, kind: Namespace, metadata: {{ name: {name} }} }}")), Stage.Start), Token);

        var scope = await stage.TenantAsync(rule);

        Assert.Equal(reached, string.Join(',', scope.Namespaces.Select(pair => pair.Namespace).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("*", "*")]
    [InlineData("*", "team-a*")]
    [InlineData("*", "-*")]
    [InlineData("*", "*-a")]
    [InlineData("*", "shоp")]
    [InlineData("*", "Shop")]
    [InlineData("*", "")]
    [InlineData("", "shop")]
    [InlineData("prod*", "shop")]
    [InlineData("pr%", "shop")]
    public async Task L22_RuleThatReachesTooMuchOrNothing_IsRefused(string cluster, string ns)
    {
        await using var stage = await Stage.CreateAsync(postgres);

        await Assert.ThrowsAsync<ArgumentException>(() => stage.Tenants.PutAsync(Actor.System, "shop", "Shop", [new(cluster, ns)], Token));
    }

    [Fact]
    public async Task NamespaceThatCannotBeRead_IsKnownByItsScores()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var scope = await stage.TenantAsync("prod/shop");
        Assert.Empty(scope.Namespaces);

        await stage.Writer.CommitAsync(stage.Whole("""
            { apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { spec: { containers: [{ name: c }] } } } }
            """, Stage.Start), Token);

        var own = Assert.Single(await new TenantQuery(stage.Sources.Web).NamespacesAsync(scope.Tenants!.Single(), Token));
        Assert.Equal(("shop", false, false), (own.At.Namespace, own.IsIdentified, own.IsHeld));
    }

    /// <summary>A rule and a namespace that come at the same moment find each other, whoever is first.</summary>
    [Fact]
    public async Task Rules_SavedWhileANamespaceIsCommitted_ReachIt()
    {
        await using var stage = await SeededAsync();
        await using var writer = await stage.Sources.Collector.OpenConnectionAsync(Token);
        await using var transaction = await writer.BeginTransactionAsync(Token);
        await RunAsync(writer, $"insert into namespaces values ('{stage.Cluster.Id}', 'late', 'late-1', now()); select tenancy.expand_tenants(null, '{stage.Cluster.Id}')");

        var saving = stage.Tenants.PutAsync(Actor.System, "late", "Late", [new("prod", "late")], Token);
        await Task.WhenAny(saving, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Token));
        await transaction.CommitAsync(Token);
        await saving;

        Assert.Equal([new ScopedNamespace("prod", "late")], (await new TenantQuery(stage.Sources.Web).ScopeAsync(["late"], Token)).Namespaces);
    }

    [Fact]
    public async Task Role_ThatSeesPastPolicies_IsRefusedAtStart()
    {
        await using var stage = await SeededAsync();
        await using var wrong = StoreSources.Open(stage.Sources.Owner.ConnectionString, role => role == StoreRole.Web ? stage.Sources.Owner.ConnectionString : null);

        Assert.Equal("store.role_too_strong", (await Assert.ThrowsAsync<DatabaseRoleException>(() => Schema.MigrateAsync(wrong, Token))).Code);
    }

    private static Task<Page<FindingRow>> AllAsync(Stage stage, ViewScope scope) =>
        stage.Findings.PageAsync(ViewScope.Of(scope.Tenants!, [new("prod", "shop"), new("prod", "bank")]), FindingFilter.None, [], 1, 1, null, Token);

    private static async Task<long> ScopedAsync(NpgsqlDataSource source, string scope, string sql)
    {
        await using var connection = await source.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await RunAsync(connection, $"select set_config('posture.scope', '{scope}', true)");
        var count = await CountAsync(connection, sql);
        await transaction.CommitAsync(Token);
        return count;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Token), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<string> TextAsync(Stage stage, string sql)
    {
        await using var command = stage.Sources.Owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Token) as string ?? "";
    }

    private async Task<Stage> SeededAsync()
    {
        var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Two, Stage.Start), Token);
        return stage;
    }
}
