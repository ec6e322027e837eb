using System.Data;
using System.Net.Sockets;
using Npgsql;
using Posture.Store.RowSecurity;

namespace Posture.Store.Reading;

/// <summary>One connection and one transaction in a scope. Disposing without <see cref="CommitAsync"/> undoes what was written.</summary>
internal sealed class ScopedConnection : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private ScopedConnection(NpgsqlConnection connection, NpgsqlTransaction transaction) => (Connection, _transaction) = (connection, transaction);

    public NpgsqlConnection Connection { get; }

    /// <summary>Opens.</summary>
    /// <param name="source">Pool of the account.</param>
    /// <param name="scope">For whom, as <see cref="RowScope"/> writes it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="actor">Issuer and subject of the person, where its own entries of the audit log matter.</param>
    /// <param name="isSnapshot">Reads one committed state and writes nothing.</param>
    public static async Task<ScopedConnection> OpenAsync(
        NpgsqlDataSource source, string scope, CancellationToken cancellationToken, string actor = "", bool isSnapshot = false)
    {
        try
        {
            return await BeginAsync(source, scope, actor, isSnapshot, cancellationToken);
        }
        catch (NpgsqlException lost) when (lost.InnerException is IOException or SocketException || lost.SqlState == PostgresErrorCodes.AdminShutdown)
        {
            // A pooled connection outlived its server's restart. Nothing was asked yet, so nothing is done twice; a server that is away refuses the second too.
            source.Clear();
            return await BeginAsync(source, scope, actor, isSnapshot, cancellationToken);
        }
    }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private static async Task<ScopedConnection> BeginAsync(NpgsqlDataSource source, string scope, string actor, bool isSnapshot, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(isSnapshot ? IsolationLevel.RepeatableRead : IsolationLevel.ReadCommitted, cancellationToken);
            await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { RowScope.Command(scope), RowScope.ActorCommand(actor) } };
            if (isSnapshot)
                batch.BatchCommands.Add(new("set transaction read only"));
            if (RowScope.IsTotals(scope))
                batch.BatchCommands.Add(new("set local role " + StoreRole.Totals));
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return new(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
