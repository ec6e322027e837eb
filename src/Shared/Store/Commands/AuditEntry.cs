using System.Text.Json;
using Npgsql;
using Posture.Store.Commands.Writing;

namespace Posture.Store.Commands;

/// <summary>An entry of the audit log, written in the transaction of what it tells: no entry, no action (P-32).</summary>
/// <param name="Actor">Who.</param>
/// <param name="Action">Stable code, for example <c>tenant.put</c>.</param>
/// <param name="Target">What it was done to, for example <c>tenant/shop</c>.</param>
/// <param name="Details">Before and after, by field. Never a secret's value.</param>
public sealed record AuditEntry(Actor Actor, string Action, string Target, IReadOnlyDictionary<string, string> Details)
{
    /// <summary>Adds the entry in the connection's transaction. Number, time and hash are the database's.</summary>
    public async Task AppendAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => await connection.RunAsync(
        "insert into audit (seq, at, actor, actor_name, address, action, target, result, details, previous, hash) values (0, now(), $1, $2, $3, $4, $5, 'done', $6, '', '')",
        [
            PgText.Name(Actor.Id), PgText.Name(Actor.Name), PgText.Name(Actor.Address), Action, PgText.Name(Target),
            JsonSerializer.Serialize(Details.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => PgText.Clean(pair.Value))),
        ], cancellationToken);
}
