using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;
using Posture.Store.RowSecurity;

namespace Posture.Dashboard.Identity;

/// <summary>Connects <see cref="IdentityStore"/> to PostgreSQL and keeps its schema current.</summary>
internal static class IdentityDatabase
{
    private const string HistoryTable = "schema_history";

    public static DbContextOptionsBuilder UseIdentityStore(this DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source, npgsql => npgsql.MigrationsHistoryTable(HistoryTable, IdentityStore.SchemaName)).UseSnakeCaseNamingConvention();

    /// <summary>Applies the missing migrations and lets the account of the identity provider, and no other, use the tables. Processes that start together wait for each other: the framework locks the history table.</summary>
    public static async Task MigrateAsync(NpgsqlDataSource owner, CancellationToken cancellationToken)
    {
        await using var store = new IdentityStore((DbContextOptions<IdentityStore>)new DbContextOptionsBuilder<IdentityStore>().UseIdentityStore(owner).Options);
        await store.Database.MigrateAsync(cancellationToken);
        await using var grant = owner.CreateCommand(
            $"""
            grant usage on schema {IdentityStore.SchemaName} to {StoreRole.Identity.Name};
            grant select, insert, update, delete on all tables in schema {IdentityStore.SchemaName} to {StoreRole.Identity.Name};
            revoke all on {IdentityStore.SchemaName}.{HistoryTable} from {StoreRole.Identity.Name}
            """);
        await grant.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Lets <c>dotnet ef</c> build the model without a database.</summary>
internal sealed class IdentityDesignTime : IDesignTimeDbContextFactory<IdentityStore>
{
    public IdentityStore CreateDbContext(string[] args) => new(
        (DbContextOptions<IdentityStore>)new DbContextOptionsBuilder<IdentityStore>().UseIdentityStore(NpgsqlDataSource.Create("Host=design-time")).Options);
}
