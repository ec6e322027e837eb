using System.Runtime.CompilerServices;
using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Queries;
using Posture.Store.Reading;
using Posture.Store.RowSecurity;

namespace Posture.Store.Commands;

/// <summary>Hands the audit log out as a file, which is itself an entry of it.</summary>
public sealed class AuditExport(NpgsqlDataSource source)
{
    /// <summary>The visible entries up to now, oldest first, one at a time. The entry about it is written before the first is read, and is the last of them.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="actor">The person.</param>
    /// <param name="form">Of the file.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async IAsyncEnumerable<AuditRow> ReadAsync(
        ViewScope scope, Actor actor, string form, AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (var noted = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken))
        {
            var details = new Dictionary<string, string> { ["form"] = form, ["action"] = filter.Action, ["text"] = filter.Text };
            await new AuditEntry(actor, "activity.export", "activity", details).AppendAsync(noted.Connection, cancellationToken);
            await noted.CommitAsync(cancellationToken);
        }
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Of(scope), cancellationToken, actor.Id, isSnapshot: true);
        await foreach (var row in AuditQuery.AllAsync(scoped.Connection, filter, cancellationToken))
            yield return row;
    }
}
