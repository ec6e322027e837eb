using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Posture.Store.Reading;
using Posture.Store.RowSecurity;

namespace Posture.Store.Commands;

/// <summary>Makes the link by which whoever has the machine gets in when nobody else can (P-28).</summary>
public static class BreakGlassLink
{
    /// <summary>Page that takes the code.</summary>
    public const string Path = "/account/break-glass?code=";

    /// <summary>Until when it can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>A new link in the place of one before, with its entry in the audit log, in one transaction.</summary>
    /// <returns>Path of the page with the code, which is kept nowhere.</returns>
    /// <exception cref="NoDashboardException">There is no dashboard in this database.</exception>
    public static async Task<string> IssueAsync(StoreSources sources, TimeProvider time, CancellationToken cancellationToken)
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var until = time.GetUtcNow() + Lifetime;
        await using var scoped = await ScopedConnection.OpenAsync(sources.Identity, RowScope.Admin, cancellationToken);
        try
        {
            // Of the dashboard's own schema, which knows how it keeps such codes.
            await using var command = new NpgsqlCommand("select identity.issue_break_glass($1, $2)", scoped.Connection)
            {
                Parameters = { new() { Value = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code))) }, new() { Value = until } },
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new NoDashboardException(missing);
        }
        await new AuditEntry(Actor.System, "breakglass.issue", "break-glass", new Dictionary<string, string> { ["until"] = until.UtcDateTime.ToString("O") })
            .AppendAsync(scoped.Connection, cancellationToken);
        await scoped.CommitAsync(cancellationToken);
        return Path + code;
    }
}
