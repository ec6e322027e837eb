using Npgsql;
using Posture.Store.Commands.Writing;
using Posture.Store.Queries;
using Posture.Store.Reading;
using Posture.Store.RowSecurity;

namespace Posture.Store.Commands;

/// <summary>
/// Delivers the audit log to a place outside, in order, each entry at least once: how far it went is written when the other side has taken it, and only one process at a
/// time delivers to one place. After a failure in between, entries can come twice; their numbers tell.
/// </summary>
public sealed class AuditDelivery(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Entries of one delivery.</summary>
    public const int Size = 100;

    /// <summary>Delivers the next entries, if there are any and no other process is at it.</summary>
    /// <param name="sink">Name of the place.</param>
    /// <param name="send">Sends them; what it throws leaves them for the next time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many.</returns>
    public async Task<int> DeliverAsync(string sink, Func<IReadOnlyList<AuditRow>, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken);
        await using (var take = new NpgsqlCommand("select pg_try_advisory_xact_lock(hashtext('posture.audit_sink ' || $1))", scoped.Connection) { Parameters = { new() { Value = sink } } })
        {
            if (await take.ExecuteScalarAsync(cancellationToken) is not true)
                return 0;
        }
        await scoped.Connection.RunAsync("insert into audit_sinks (name, seq) values ($1, 0) on conflict do nothing", [sink], cancellationToken);
        var next = await AuditQuery.AfterAsync(scoped.Connection, sink, Size, cancellationToken);
        if (next.Count == 0)
            return 0;
        await send(next, cancellationToken);
        await scoped.Connection.RunAsync(
            "update audit_sinks set seq = $2, delivered_at = $3, failing_since = null where name = $1", [sink, next[^1].Seq, time.GetUtcNow()], cancellationToken);
        await scoped.CommitAsync(cancellationToken);
        return next.Count;
    }

    /// <summary>Notes that a place takes nothing now.</summary>
    public async Task FailAsync(string sink, CancellationToken cancellationToken)
    {
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken);
        await scoped.Connection.RunAsync(
            "insert into audit_sinks (name, seq, failing_since) values ($1, 0, $2) on conflict (name) do update set failing_since = coalesce(audit_sinks.failing_since, excluded.failing_since)",
            [sink, time.GetUtcNow()], cancellationToken);
        await scoped.CommitAsync(cancellationToken);
    }

    /// <summary>How far each of these places is.</summary>
    public async Task<IReadOnlyList<AuditSinkState>> StatesAsync(IReadOnlyCollection<string> sinks, CancellationToken cancellationToken)
    {
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select n.name, coalesce(s.seq, 0), (select coalesce(max(seq), 0) from audit), s.delivered_at, s.failing_since
            from unnest($1::text[]) with ordinality n(name, place) left join audit_sinks s on s.name = n.name order by n.place
            """, scoped.Connection)
        {
            Parameters = { new() { Value = sinks.ToArray() } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var states = new List<AuditSinkState>();
        while (await row.ReadAsync(cancellationToken))
            states.Add(new(row.GetString(0), row.GetInt64(1), row.GetInt64(2) - row.GetInt64(1), row.TimeOrNull(3), row.TimeOrNull(4)));
        return states;
    }
}

/// <summary>How far the audit log has been delivered to a place.</summary>
/// <param name="Name">The place.</param>
/// <param name="Seq">Number of the last entry that it has taken.</param>
/// <param name="Behind">Entries that it has not.</param>
/// <param name="DeliveredAt">When it took the last; null for never.</param>
/// <param name="FailingSince">Since when it has taken nothing; null while it works.</param>
public sealed record AuditSinkState(string Name, long Seq, long Behind, DateTimeOffset? DeliveredAt, DateTimeOffset? FailingSince);
