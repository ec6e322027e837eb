using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Reading;
using Posture.Store.RowSecurity;

namespace Posture.Store.Queries;

/// <summary>The audit log. Who sees the fleet sees all of it; others see what they did themselves.</summary>
public sealed class AuditQuery(NpgsqlDataSource source)
{
    private const int MaxSize = 200;

    private const string Where =
        "($1 = '' or action = $1 or starts_with(action, $1 || '.')) and ($2 = '' or position(public.skeleton($2) in public.skeleton(actor_name || ' ' || actor || ' ' || target)) > 0) and ($3 = 0 or seq < $3)";

    private const string Columns = "seq, at, actor, actor_name, address, action, target, result, details, previous, hash";

    /// <summary>Entries, newest first.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="actor">Issuer and subject of the person.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to 200.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Page<AuditRow>> PageAsync(ViewScope scope, string actor, AuditFilter filter, int page, int size, CancellationToken cancellationToken)
    {
        size = Math.Clamp(size, 1, MaxSize);
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Of(scope), cancellationToken, actor);
        await using var command = new NpgsqlCommand(
            $"""
            with page as (select {Columns} from audit where {Where} order by seq desc limit $4 offset $5)
            select page.*, whole.total from (select count(*) as total from audit where {Where}) whole left join page on true order by seq desc
            """, scoped.Connection)
        {
            Parameters = { new() { Value = size }, new() { Value = (long)(Math.Max(page, 1) - 1) * size } },
        };
        Filter(command, filter);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var (rows, total) = (new List<AuditRow>(), 0L);
        while (await row.ReadAsync(cancellationToken))
        {
            total = row.GetInt64(11);
            if (!row.IsDBNull(0)) // past the last page there is the total alone
                rows.Add(Map(row));
        }
        return new(rows, total, total);
    }

    /// <summary>Every entry that fits, oldest first, one at a time: for the verifier and for exports.</summary>
    internal static async IAsyncEnumerable<AuditRow> AllAsync(
        NpgsqlConnection connection, AuditFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from audit where {Where} order by seq", connection) { CommandTimeout = 0 };
        Filter(command, filter);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            yield return Map(row);
    }

    /// <summary>Entries that a place outside has not taken, oldest first.</summary>
    internal static async Task<IReadOnlyList<AuditRow>> AfterAsync(NpgsqlConnection connection, string sink, int size, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from audit where seq > (select s.seq from audit_sinks s where s.name = $1) order by seq limit $2", connection)
        {
            Parameters = { new() { Value = sink }, new() { Value = size } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<AuditRow>();
        while (await row.ReadAsync(cancellationToken))
            rows.Add(Map(row));
        return rows;
    }

    /// <summary>The first three parameters, of <see cref="Where"/>.</summary>
    private static void Filter(NpgsqlCommand command, AuditFilter filter)
    {
        command.Parameters.Insert(0, new NpgsqlParameter { Value = PgText.Clean(filter.Action) });
        command.Parameters.Insert(1, new NpgsqlParameter { Value = PgText.Clean(filter.Text) });
        command.Parameters.Insert(2, new NpgsqlParameter { Value = filter.Before ?? 0 });
    }

    private static AuditRow Map(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.Time(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8))
    {
        Previous = row.GetFieldValue<byte[]>(9),
        Hash = row.GetFieldValue<byte[]>(10),
    };
}

/// <summary>Which entries of the audit log.</summary>
/// <param name="Action">A code or its first part, for example <c>tenant</c>; empty for all.</param>
/// <param name="Text">Part of a person's name or of a target; empty for all.</param>
public sealed record AuditFilter(string Action = "", string Text = "")
{
    /// <summary>Only entries with a smaller number; null for all.</summary>
    public long? Before { get; init; }
}
