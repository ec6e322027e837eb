using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Posture.Store.Tests;

public sealed class SchemaTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_TwoAtOnceThenAgain_EndsCurrent()
    {
        await using var sources = await postgres.Server.DatabaseAsync(Token, migrated: false);

        await Task.WhenAll(Schema.MigrateAsync(sources, Token), Schema.MigrateAsync(sources, Token));
        await Schema.MigrateAsync(sources, Token);

        Assert.True(await Schema.IsCurrentAsync(sources.Owner, Token));
    }

    [Fact]
    public async Task Migrate_UnknownNewerSchema_StopsWithAClearMessage()
    {
        await using var sources = await postgres.Server.DatabaseAsync(Token);
        await using (var command = sources.Owner.CreateCommand("""insert into "__EFMigrationsHistory" values ('29991231000000_FromTheFuture', '99')"""))
            await command.ExecuteNonQueryAsync(Token);

        var refused = await Assert.ThrowsAsync<SchemaTooNewException>(() => Schema.MigrateAsync(sources, Token));

        Assert.Contains("29991231000000_FromTheFuture", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_HasNoPendingChanges()
    {
        using var source = NpgsqlDataSource.Create("Host=nowhere");
        using var context = new PostureDbContext(PostureDbContext.Options(source));

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task F16_MigrationKilledAtEveryStatement_IsRolledBackAndCompletesLater()
    {
        await using var sources = await postgres.Server.DatabaseAsync(Token, migrated: false);
        await ExecuteAsync(Maintenance(sources.Owner), $"create database {new NpgsqlConnectionStringBuilder(sources.Owner.ConnectionString).Database}");
        await ExecuteAsync(sources.Owner, Killer);
        var killed = 0;
        for (var statement = 1; ; statement++)
        {
            await ExecuteAsync(sources.Owner, $"select setval('killer.count', 1, false); update killer.at set statement = {statement}");
            try
            {
                await Schema.MigrateAsync(sources, Token);
                break;
            }
            catch (Exception lost) when (lost is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
            {
                killed++;
                Assert.False(await Schema.IsCurrentAsync(sources.Owner, Token));
            }
        }

        Assert.True(killed > 10, $"only {killed} statements were killed");
        Assert.True(await Schema.IsCurrentAsync(sources.Owner, Token));
        await new Commands.ClusterRegistry(sources.Collector).EnsureAsync("prod", "prod", "test", "folder:x", Token);
    }

    /// <summary>Ends its own connection, as a crash does, when the statement that was asked for has changed the schema. The sequence survives the rollback.</summary>
    private const string Killer = """
        create schema killer;
        create sequence killer.count;
        create table killer.at (statement bigint);
        insert into killer.at values (0);
        create function killer.kill() returns event_trigger language plpgsql as $$
        begin
            if nextval('killer.count') = (select statement from killer.at) then
                perform pg_terminate_backend(pg_backend_pid());
            end if;
        end $$;
        create event trigger killer on ddl_command_end execute function killer.kill();
        """;

    private static NpgsqlDataSource Maintenance(NpgsqlDataSource source) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(source.ConnectionString) { Database = "postgres", Pooling = false });

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
