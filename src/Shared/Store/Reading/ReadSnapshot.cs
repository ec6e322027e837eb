using System.Data;
using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.RowSecurity;

namespace Posture.Store.Reading;

/// <summary>
/// One connection and one repeatable-read transaction in a scope: all that a page shows comes from the same committed state (P-06), a page holds one connection
/// however many statements it needs, and row-level security knows for whom it reads (P-03).
/// </summary>
internal sealed class ReadSnapshot : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private ReadSnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction, ViewScope scope) =>
        (Connection, _transaction, Scope) = (connection, transaction, scope);

    public NpgsqlConnection Connection { get; }

    public ViewScope Scope { get; }

    public static async Task<ReadSnapshot> OpenAsync(NpgsqlDataSource source, ViewScope scope, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { new("set transaction read only"), RowScope.Command(RowScope.Of(scope)) } };
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return new(connection, transaction, scope);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
