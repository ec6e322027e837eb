using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Posture.Store.RowSecurity;

/// <summary>Makes the accounts of <see cref="StoreRole"/> and refuses one that could see past row-level security.</summary>
internal static class DatabaseRoles
{
    private const int Rounds = 4096;

    /// <summary>Makes what is missing. An account that signs in and has the right attributes is left alone.</summary>
    /// <exception cref="DatabaseRoleException">The owner may not make accounts.</exception>
    public static async Task EnsureAsync(StoreSources sources, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var role in StoreRole.All)
                if (sources.Makes(role, out var password) && !await IsReadyAsync(sources, role, cancellationToken))
                    await MakeAsync(sources, role, password, cancellationToken);
            await MakeTotalsAsync(sources.Owner, cancellationToken);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw DatabaseRoleException.Missing(refused);
        }
    }

    /// <summary>The role that is turned into, and who may turn into it.</summary>
    private static async Task MakeTotalsAsync(NpgsqlDataSource owner, CancellationToken cancellationToken)
    {
        StoreRole[] turning = [StoreRole.Web, StoreRole.Export];
        await using var known = owner.CreateCommand("select count(*) from pg_auth_members m where m.roleid = to_regrole($1) and m.member::regrole::text = any($2)");
        known.Parameters.Add(new() { Value = StoreRole.Totals });
        known.Parameters.Add(new() { Value = turning.Select(role => role.Name).ToArray() });
        if (await known.ExecuteScalarAsync(cancellationToken) is long count && count == turning.Length)
            return;
        await RunAsync(
            owner,
            $"""
            do $$ begin create role {StoreRole.Totals} nologin nosuperuser nobypassrls; exception when duplicate_object or unique_violation then null; end $$;
            do $$ begin grant {StoreRole.Totals} to {string.Join(", ", turning.Select(role => role.Name))}; exception when unique_violation then null; end $$;
            """, cancellationToken);
    }

    private static async Task MakeAsync(StoreSources sources, StoreRole role, string? password, CancellationToken cancellationToken)
    {
        var attributes = $"login nosuperuser nocreatedb nocreaterole {(role.IsHeldToRows ? "nobypassrls" : "bypassrls")} password {Verifier(password)}";
        try
        {
            await RunAsync(sources.Owner, $"create role {role.Name} {attributes}", cancellationToken);
        }
        catch (PostgresException known) when (known.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Another process made it, or an older password or attribute is in force.
            if (!await IsReadyAsync(sources, role, cancellationToken))
                await RunAsync(sources.Owner, $"alter role {role.Name} {attributes}", cancellationToken);
        }
    }

    /// <summary>Row-level security binds neither a superuser nor who owns a table or may pass it by.</summary>
    /// <exception cref="DatabaseRoleException">An account that is to be held to rows is not.</exception>
    public static async Task RefuseStrongAsync(StoreSources sources, CancellationToken cancellationToken)
    {
        foreach (var role in StoreRole.All.Where(role => role.IsHeldToRows))
        {
            await using var command = sources.Of(role).CreateCommand(
                """
                select r.rolname from pg_roles r where pg_has_role(current_user, r.oid, 'member') and (r.rolsuper or r.rolbypassrls
                    or exists (select 1 from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace)) limit 1
                """);
            if (await command.ExecuteScalarAsync(cancellationToken) is string strong)
                throw DatabaseRoleException.TooStrong(role, strong);
        }
    }

    private static async Task<bool> IsReadyAsync(StoreSources sources, StoreRole role, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = sources.Of(role).CreateCommand("select rolbypassrls from pg_roles where rolname = current_user");
            return await command.ExecuteScalarAsync(cancellationToken) is bool passes && passes != role.IsHeldToRows;
        }
        catch (PostgresException refused) when (refused.SqlState.StartsWith("28", StringComparison.Ordinal))
        {
            return false; // no such account, or another password
        }
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What the server keeps of a password (RFC 5802, SCRAM-SHA-256): the password itself is in no statement and so in no log of the server.</summary>
    private static string Verifier(string? password)
    {
        if (password is null)
            return "null";
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, Rounds, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"'SCRAM-SHA-256${Rounds}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}'";
    }
}
