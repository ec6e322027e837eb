using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Posture.Store.Tests;

public sealed class SchemaTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_TwoAtOnceThenAgain_EndsCurrent()
    {
        await using var source = await postgres.Server.DatabaseAsync(Token, migrated: false);

        await Task.WhenAll(Schema.MigrateAsync(source, Token), Schema.MigrateAsync(source, Token));
        await Schema.MigrateAsync(source, Token);

        Assert.True(await Schema.IsCurrentAsync(source, Token));
    }

    [Fact]
    public async Task Migrate_UnknownNewerSchema_StopsWithAClearMessage()
    {
        await using var source = await postgres.Server.DatabaseAsync(Token);
        await using (var command = source.CreateCommand("""insert into "__EFMigrationsHistory" values ('29991231000000_FromTheFuture', '99')"""))
            await command.ExecuteNonQueryAsync(Token);

        var refused = await Assert.ThrowsAsync<SchemaTooNewException>(() => Schema.MigrateAsync(source, Token));

        Assert.Contains("29991231000000_FromTheFuture", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_HasNoPendingChanges()
    {
        using var source = NpgsqlDataSource.Create("Host=nowhere");
        using var context = new PostureDbContext(PostureDbContext.Options(source));

        Assert.False(context.Database.HasPendingModelChanges());
    }
}
