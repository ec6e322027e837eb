using System.Net.Sockets;
using System.Runtime.Versioning;
using Npgsql;

namespace Posture.Store.Embedded;

/// <summary>
/// The product's own PostgreSQL, for when no connection string is given: on a Unix socket, under the data folder, never as root, ending with this process.
/// A server that already runs on the data folder is used and left running.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    /// <summary>How long to wait for another process, and for the server to answer (it may have to recover after a crash).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly PostgresServer? _server;
    private readonly Func<Task>? _stop;

    private EmbeddedPostgres(string connectionString, PostgresServer? server, Func<Task>? stop)
    {
        ConnectionString = connectionString;
        _server = server;
        _stop = stop;
    }

    /// <summary>For <see cref="NpgsqlDataSource"/>. The database <c>posture</c> in it is created by <see cref="Schema.MigrateAsync"/>.</summary>
    public string ConnectionString { get; }

    /// <summary>Ends when the server does; never for a server that another process started.</summary>
    public Task Exited => _server?.Exited ?? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);

    /// <summary>Starts the server, setting it up first when the data folder is new.</summary>
    /// <exception cref="PostgresStartException">With a code and what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw new PostgresStartException("postgres.unsupported", "on Windows PostgreSQL is not started by Posture; give a connection string to a server");
        var account = PostgresAccount.Choose();
        var folder = new PostgresFolder(PostgresFolder.Root(options.Data), account);
        await using var exclusive = await folder.LockAsync(time, Patience, cancellationToken);
        if (await AttachAsync(folder, time, cancellationToken) is { } running)
            return running;
        var binaries = await PostgresBinaries.FindAsync(options.Binaries, folder.Version, cancellationToken);
        if (folder.Version is null)
            await InitialiseAsync(binaries, folder, account, cancellationToken);
        return await LaunchAsync(binaries, folder, account, options.Settings, time, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop is not null)
            await _stop();
    }

    /// <summary>Uses a server that runs; waits for one that is on its way out (its owner was killed).</summary>
    private static async Task<EmbeddedPostgres?> AttachAsync(PostgresFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (folder.RunningSocket is { } socket && File.Exists(folder.PasswordFile))
        {
            var connectionString = Connect(folder, socket);
            switch (await ProbeAsync(connectionString, cancellationToken))
            {
                case Probe.Answers:
                    return new(connectionString, null, null);
                case Probe.Absent:
                    // Left over from a crash; the server itself checks and removes the file.
                    return null;
                default:
                    if (time.GetElapsedTime(began) > Patience)
                        throw new PostgresStartException("postgres.in_use", $"a PostgreSQL on {folder.Data} neither answers nor ends; end it and start again");
                    await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
                    break;
            }
        }
        return null;
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task InitialiseAsync(PostgresBinaries binaries, PostgresFolder folder, PostgresAccount account, CancellationToken cancellationToken)
    {
        var output = "";
        // C.UTF-8 is not known everywhere; C sorts the same way.
        foreach (var locale in new[] { "C.UTF-8", "C" })
        {
            await folder.PrepareAsync(cancellationToken);
            (var exit, output) = await PostgresTool.RunAsync(
                binaries.Initdb,
                [
                    "-D", folder.New, "-U", "posture", "-A", "scram-sha-256", $"--pwfile={folder.PasswordFile}", "-E", "UTF8", $"--locale={locale}",
                    "--data-checksums", "--no-instructions",
                ],
                account, cancellationToken);
            if (exit == 0)
            {
                folder.Publish();
                return;
            }
            if (!output.Contains("locale", StringComparison.Ordinal))
                break;
        }
        throw new PostgresStartException("postgres.init_failed", $"{binaries.Initdb} could not set up {folder.Data}: {output}");
    }

    private static async Task<EmbeddedPostgres> LaunchAsync(
        PostgresBinaries binaries, PostgresFolder folder, PostgresAccount account, IReadOnlyList<string> settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = await folder.SocketFolderAsync(cancellationToken);
        List<string> arguments =
        [
            "-D", folder.Data, "-p", "5432", "-k", socket, "-c", "listen_addresses=", "-c", "unix_socket_permissions=0700", "-c", "max_connections=200",
            "-c", "jit=off", "-c", "max_wal_size=2GB", .. settings.SelectMany(setting => new[] { "-c", setting }),
        ];
        // Ends the server with this process, even when that is killed. Only Linux has it; elsewhere the next start finds the server running and uses it.
        var (exit, _) = await PostgresTool.RunAsync("setpriv", ["--pdeathsig", "INT", "true"], PostgresAccount.Own, cancellationToken);
        var start = exit == 0
            ? PostgresTool.StartInfo("setpriv", ["--pdeathsig", "INT", binaries.Postgres, .. arguments], account)
            : PostgresTool.StartInfo(binaries.Postgres, arguments, account);
        var server = PostgresServer.Start(start);
        var connectionString = Connect(folder, socket);
        var began = time.GetTimestamp();
        while (await ProbeAsync(connectionString, cancellationToken) != Probe.Answers)
        {
            if (server.Exited.IsCompleted || time.GetElapsedTime(began) > Patience)
                throw new PostgresStartException("postgres.start_failed", $"PostgreSQL {binaries.Major} did not start on {folder.Data}: {server.LastLines}");
            await Task.Delay(TimeSpan.FromMilliseconds(30), time, cancellationToken);
        }
        return new(connectionString, server, StopAsync);

        async Task StopAsync()
        {
            if (!server.Exited.IsCompleted)
                await PostgresTool.RunAsync(binaries.PgCtl, ["stop", "-D", folder.Data, "-m", "fast", "-w", "-t", "30"], account, CancellationToken.None);
            await server.Exited;
            if (socket != folder.Data && Directory.Exists(socket))
                Directory.Delete(socket, recursive: true);
        }
    }

    private static string Connect(PostgresFolder folder, string socket) =>
        new NpgsqlConnectionStringBuilder { Host = socket, Port = 5432, Username = "posture", Password = folder.Password, Database = "posture" }.ConnectionString;

    private static async Task<Probe> ProbeAsync(string connectionString, CancellationToken cancellationToken)
    {
        var probe = new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false, Timeout = 5 };
        await using var connection = new NpgsqlConnection(probe.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return Probe.Answers;
        }
        catch (NpgsqlException error)
        {
            return error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.AddressNotAvailable }
                or SocketException { NativeErrorCode: 2 } ? Probe.Absent : Probe.Busy;
        }
    }

    private enum Probe
    {
        /// <summary>Nobody listens.</summary>
        Absent,
        /// <summary>Starting or stopping.</summary>
        Busy,
        Answers,
    }
}
