using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Posture.Store.RowSecurity;

namespace Posture.Store;

/// <summary>Brings the database to the schema of this build.</summary>
public static class Schema
{
    // "posture" in ASCII: any process of the product that migrates takes this lock.
    private const long Lock = 0x706F7374757265;

    /// <summary>How long to wait for another process that migrates (F-17).</summary>
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(60);

    /// <summary>A step over a large table takes longer than a page may.</summary>
    private static readonly TimeSpan LongestMigration = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Applies the missing migrations, each in a transaction of its own, under an advisory lock: processes that start together wait for the first.
    /// Creates the database and the accounts of <see cref="StoreRole"/> when they are missing and the owner may.
    /// </summary>
    /// <exception cref="SchemaTooNewException">A newer build has migrated this database.</exception>
    /// <exception cref="DatabaseRoleException">An account is missing, or could see past row-level security.</exception>
    public static async Task MigrateAsync(StoreSources sources, CancellationToken cancellationToken)
    {
        var source = sources.Owner;
        await EnsureDatabaseAsync(source, cancellationToken);
        await using var guard = await source.OpenConnectionAsync(cancellationToken);
        await LockAsync(guard, cancellationToken);
        try
        {
            await using var context = new PostureDbContext(PostureDbContext.Options(source));
            context.Database.SetCommandTimeout(LongestMigration);
            await RefuseNewerAsync(context, cancellationToken);
            await DatabaseRoles.EnsureAsync(sources, cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
            await DatabaseRoles.RefuseStrongAsync(sources, cancellationToken);
        }
        finally
        {
            // Also released when the connection ends, so a cancelled caller needs no second try.
            await using var unlock = new NpgsqlCommand("select pg_advisory_unlock($1)", guard) { Parameters = { new() { Value = Lock } } };
            await unlock.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    /// <summary>Whether the database has exactly the schema of this build: for readiness.</summary>
    public static async Task<bool> IsCurrentAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var context = new PostureDbContext(PostureDbContext.Options(source));
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken);
        return applied.ToHashSet(StringComparer.Ordinal).SetEquals(context.Database.GetMigrations());
    }

    private static async Task LockAsync(NpgsqlConnection guard, CancellationToken cancellationToken)
    {
        var wait = ((int)LockWait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        await using var command = new NpgsqlCommand($"set lock_timeout = {wait}; select pg_advisory_lock({Lock}); set lock_timeout = default", guard)
        {
            CommandTimeout = 0,
        };
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new SchemaBusyException(LockWait, error);
        }
    }

    private static async Task RefuseNewerAsync(PostureDbContext context, CancellationToken cancellationToken)
    {
        var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken);
        if (applied.Where(id => !known.Contains(id)).ToArray() is { Length: > 0 } unknown)
            throw new SchemaTooNewException(unknown);
    }

    private static async Task EnsureDatabaseAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using var probe = await source.OpenConnectionAsync(cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await using var context = new PostureDbContext(PostureDbContext.Options(source));
            try
            {
                await context.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellationToken);
            }
            catch (PostgresException race) when (race.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // Another process created it between the two looks.
            }
        }
    }
}
