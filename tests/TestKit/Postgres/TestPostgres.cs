using Npgsql;
using Posture.Store;
using Posture.Store.Embedded;

namespace Posture.TestKit.Postgres;

/// <summary>A real PostgreSQL for a test process: the server named by <c>POSTURE_TEST_POSTGRES</c>, else an embedded one in a folder of its own.</summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _server;
    private readonly string? _folder;
    private readonly string _connection;
    private int _databases;

    private TestPostgres(string connection, EmbeddedPostgres? server, string? folder) => (_connection, _server, _folder) = (connection, server, folder);

    public static async Task<TestPostgres> StartAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("POSTURE_TEST_POSTGRES") is { Length: > 0 } named)
            return new(named, null, null);
        var folder = Directory.CreateTempSubdirectory("posture-pg-").FullName;
        // The server runs as an account of its own when the tests run as root; it must reach its folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var server = await EmbeddedPostgres.StartAsync(new() { Data = folder, Settings = ["fsync=off", "max_connections=200"] }, TimeProvider.System, cancellationToken);
        return new(server.ConnectionString, server, folder);
    }

    /// <summary>A new database; migrated unless told otherwise.</summary>
    public async Task<NpgsqlDataSource> DatabaseAsync(CancellationToken cancellationToken, bool migrated = true)
    {
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_connection) { Database = name, MaxPoolSize = 20 }.ConnectionString);
        if (migrated)
            await Schema.MigrateAsync(source, cancellationToken);
        return source;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
