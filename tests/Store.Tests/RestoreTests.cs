using System.Diagnostics;
using Npgsql;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Store.Tests;

/// <summary>A copy of the database, restored from a dump, holds its accounts to the same rows (L-30), and its audit log verifies.</summary>
public sealed class RestoreTests(PostgresFixture postgres)
{
    private const string Two = """
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { spec: { containers: [{ name: c }] } } } }
        ---
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: vault, namespace: bank }, spec: { template: { spec: { containers: [{ name: c }] } } } }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task L30_RestoredCopy_IsUnderThePoliciesToo()
    {
        Assert.SkipWhen(Tool("pg_dump") is null || Tool("psql") is null, "pg_dump and psql are not on the PATH.");
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Two, Stage.Start), Token);
        var tenant = await stage.TenantAsync("prod/shop");
        await using var copy = await postgres.Server.DatabaseAsync(Token, migrated: false);
        await RestoreAsync(stage.Sources.Owner.ConnectionString, copy.Owner.ConnectionString);

        foreach (var source in new[] { copy.Web, copy.Export })
        {
            await using (var connection = await source.OpenConnectionAsync(Token))
            await using (var unscoped = new NpgsqlCommand("select count(*) from findings", connection))
                Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => unscoped.ExecuteScalarAsync(Token))).SqlState);
            var own = await new FindingsQuery(source).PageAsync(tenant, new() { Verdicts = [.. Enum.GetValues<Verdict>()] }, [], 1, 200, null, Token);
            Assert.NotEmpty(own.Rows);
            Assert.All(own.Rows, row => Assert.Equal("shop", row.Finding.ScopeNamespace));
        }
        Assert.Equal(await stage.CountAsync("select count(*) from findings"), (await new FindingsQuery(copy.Web).PageAsync(ViewScope.All, FindingFilter.None, [], 1, 1, null, Token)).Total);
        await using var forbidden = copy.Web.CreateCommand("alter table findings disable row level security");
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => forbidden.ExecuteNonQueryAsync(Token))).SqlState);
    }

    private static async Task RestoreAsync(string from, string to)
    {
        var target = new NpgsqlConnectionStringBuilder(to);
        await using (var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(to) { Database = "postgres", Pooling = false }))
        await using (var create = owner.CreateCommand($"create database {target.Database}"))
            await create.ExecuteNonQueryAsync(Token);
        var file = Path.GetTempFileName();
        try
        {
            await RunAsync("pg_dump", from, "--file", file);
            await RunAsync("psql", to, "--quiet", "--set", "ON_ERROR_STOP=1", "--file", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task RunAsync(string tool, string connection, params string[] arguments)
    {
        var database = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(Tool(tool)!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in new[]
        {
            ("PGHOST", database.Host), ("PGPORT", $"{database.Port}"), ("PGDATABASE", database.Database), ("PGUSER", database.Username), ("PGPASSWORD", database.Password),
        })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var errors = await process.StandardError.ReadToEndAsync(Token);
        await output;
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0, $"{tool}: {errors}");
    }

    private static string? Tool(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
