using System.Collections.Concurrent;
using Npgsql;
using Posture.Store;
using Posture.Store.Embedded;
using Posture.Store.RowSecurity;

namespace Posture.TestKit.Postgres;

/// <summary>A real PostgreSQL for a test process: the server named by <c>POSTURE_TEST_POSTGRES</c>, else an embedded one in a folder of its own.</summary>
public sealed class TestPostgres : IAsyncDisposable
{
    /// <summary>
    /// Nothing has to outlive the tests. Vacuum would visit each of some hundred databases once a minute, a process each time: half of a processor's time and more.
    /// </summary>
    private static readonly string[] Settings = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off", "max_connections=200"];

    private readonly EmbeddedPostgres? _server;
    private readonly string? _folder;
    private readonly string _connection;
    private readonly SemaphoreSlim _making = new(1, 1);
    private readonly ConcurrentBag<string> _made = [];
    private readonly Dictionary<string, string> _templates = [];
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
        var server = await EmbeddedPostgres.StartAsync(new() { Data = folder, Settings = Settings }, TimeProvider.System, cancellationToken);
        return new(server.ConnectionString, server, folder);
    }

    /// <summary>A new database; a copy of one that was migrated once, unless told otherwise.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="migrated">Whether it has the schema.</param>
    /// <param name="kind">What <paramref name="prepare"/> adds to the copied database, once; empty for nothing.</param>
    /// <param name="prepare">Adds it.</param>
    public async Task<StoreSources> DatabaseAsync(
        CancellationToken cancellationToken, bool migrated = true, string kind = "", Func<StoreSources, CancellationToken, Task>? prepare = null)
    {
        var name = NewName();
        if (migrated)
            await CopyAsync(name, kind, prepare, cancellationToken);
        return StoreSources.Open(new NpgsqlConnectionStringBuilder(_connection) { Database = name, MaxPoolSize = 20, PersistSecurityInfo = true }.ConnectionString);
    }

    /// <summary>Ends the server; on a named one, which others may use too, only removes what was made here.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is null)
            foreach (var name in _made)
                await RunAsync($"drop database if exists {name} with (force)", CancellationToken.None);
        else
            await _server.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
        _making.Dispose();
    }

    private async Task CopyAsync(string name, string kind, Func<StoreSources, CancellationToken, Task>? prepare, CancellationToken cancellationToken)
    {
        await _making.WaitAsync(cancellationToken);
        try
        {
            if (!_templates.TryGetValue(kind, out var template))
            {
                template = NewName();
                // Nobody may be connected to a database that is copied.
                await using (var sources = StoreSources.Open(new NpgsqlConnectionStringBuilder(_connection) { Database = template, Pooling = false, PersistSecurityInfo = true }.ConnectionString))
                {
                    await Schema.MigrateAsync(sources, cancellationToken);
                    if (prepare is not null)
                        await prepare(sources, cancellationToken);
                }
                _templates[kind] = template;
            }
            await RunAsync($"create database {name} template {template}", cancellationToken);
        }
        finally
        {
            _making.Release();
        }
    }

    private string NewName()
    {
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        _made.Add(name);
        return name;
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_connection) { Database = "postgres", Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
