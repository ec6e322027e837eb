using Npgsql;
using Posture.Store.RowSecurity;

namespace Posture.Store.Reading;

/// <summary>One connection and one transaction in a scope, for configuration. Disposing without <see cref="CommitAsync"/> undoes what was written.</summary>
internal sealed class ScopedConnection : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private ScopedConnection(NpgsqlConnection connection, NpgsqlTransaction transaction) => (Connection, _transaction) = (connection, transaction);

    public NpgsqlConnection Connection { get; }

    public static async Task<ScopedConnection> OpenAsync(NpgsqlDataSource source, string scope, CancellationToken cancellationToken, string actor = "")
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { RowScope.Command(scope), RowScope.ActorCommand(actor) } };
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return new(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
