using System.Globalization;
using Npgsql;
using Posture.Store.Reading;
using Posture.Store.RowSecurity;

namespace Posture.Store.Commands;

/// <summary>Ends everything that was given out (P-21): every session, API token and access token, and revokes the keys they were made with.</summary>
/// <param name="Sessions">Sessions that held.</param>
/// <param name="ApiTokens">API tokens that held.</param>
/// <param name="AccessTokens">Codes and access tokens of the embedded provider.</param>
public sealed record KeyRotation(int Sessions, int ApiTokens, int AccessTokens)
{
    /// <summary>Rotates, with its entry in the audit log, in one transaction. When it returns, nothing old opens anything on any replica.</summary>
    /// <exception cref="NoDashboardException">There is no dashboard in this database.</exception>
    public static async Task<KeyRotation> RunAsync(StoreSources sources, CancellationToken cancellationToken)
    {
        await using var scoped = await ScopedConnection.OpenAsync(sources.Identity, RowScope.Admin, cancellationToken);
        var rotation = await RotateAsync(scoped.Connection, cancellationToken);
        var details = new Dictionary<string, string>
        {
            ["sessions"] = rotation.Sessions.ToString(CultureInfo.InvariantCulture),
            ["tokens"] = rotation.ApiTokens.ToString(CultureInfo.InvariantCulture),
            ["access_tokens"] = rotation.AccessTokens.ToString(CultureInfo.InvariantCulture),
        };
        await new AuditEntry(Actor.System, "keys.rotate", "keys", details).AppendAsync(scoped.Connection, cancellationToken);
        await scoped.CommitAsync(cancellationToken);
        return rotation;
    }

    private static async Task<KeyRotation> RotateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            // Of the dashboard's own schema, which knows what it has given out.
            await using var command = new NpgsqlCommand("select sessions, api_tokens, access_tokens from identity.rotate_keys()", connection);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            return new(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2));
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new NoDashboardException(missing);
        }
    }
}

/// <summary>No dashboard of this version has used this database, so nothing was given out.</summary>
public sealed class NoDashboardException(Exception inner)
    : StoreException("keys.no_dashboard", "no dashboard of this version has used this database: start it once, then rotate", inner);
