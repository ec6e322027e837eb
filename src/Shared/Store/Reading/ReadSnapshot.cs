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
    private readonly ScopedConnection _scoped;

    private ReadSnapshot(ScopedConnection scoped, ViewScope scope) => (_scoped, Scope) = (scoped, scope);

    public NpgsqlConnection Connection => _scoped.Connection;

    public ViewScope Scope { get; }

    public static async Task<ReadSnapshot> OpenAsync(NpgsqlDataSource source, ViewScope scope, CancellationToken cancellationToken) =>
        new(await ScopedConnection.OpenAsync(source, RowScope.Of(scope), cancellationToken, isSnapshot: true), scope);

    public ValueTask DisposeAsync() => _scoped.DisposeAsync();
}
