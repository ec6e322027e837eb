using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Posture.Store.Embedded;

/// <summary>The data folder: <c>postgres/</c> (the server's), <c>postgres.password</c> and <c>postgres.lock</c>.</summary>
internal sealed class PostgresFolder(string root, PostgresAccount account)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Linux bounds a socket's path to 107 bytes, macOS to 103; ".s.PGSQL.5432.lock" is appended.
    private const int LongestSocketFolder = 80;

    public string Data { get; } = Path.Combine(root, "postgres");

    /// <summary>Where a set-up happens until it is complete: one that is killed half-way leaves nothing that looks like data.</summary>
    public string New => Data + ".new";

    public string PasswordFile { get; } = Path.Combine(root, "postgres.password");

    private string PidFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>Version that made the data; null when there is none yet.</summary>
    public int? Version => File.Exists(Path.Combine(Data, "PG_VERSION"))
        && int.TryParse(File.ReadAllText(Path.Combine(Data, "PG_VERSION")).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;

    public bool HasPidFile => File.Exists(PidFile);

    /// <summary>Folder of the socket that a running server has written down; null when there is none.</summary>
    public string? RunningSocket => HasPidFile && File.ReadAllLines(PidFile) is { Length: > 4 } lines && lines[4].Length > 0 ? lines[4] : null;

    public string Password => File.ReadAllText(PasswordFile).Trim();

    public static string Root(string? configured) => Path.GetFullPath(configured
        ?? (Environment.IsPrivilegedProcess
            ? "/var/lib/posture"
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "posture")));

    /// <summary>Held while the server is set up and started, so that two processes do not do it at once.</summary>
    public async Task<FileStream> LockAsync(TimeProvider time, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                Directory.CreateDirectory(root);
                return new(Path.Combine(root, "postgres.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Directory.Exists(root) && time.GetElapsedTime(began) < wait)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new PostgresStartException(
                    "postgres.data_unusable", $"the data folder {root} cannot be used: {error.Message}; set Posture:Data to a folder of yours", error);
            }
        }
    }

    /// <summary>Makes an empty folder to set up in, and a password, both belonging to the account. What a former set-up left half-made is removed.</summary>
    [UnsupportedOSPlatform("windows")]
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(New))
            Directory.Delete(New, recursive: true);
        Directory.CreateDirectory(New, Private | UnixFileMode.UserExecute);
        await account.OwnAsync(New, cancellationToken);
        File.Delete(PasswordFile);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private };
        await using (var file = new FileStream(PasswordFile, options))
            await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))), cancellationToken);
        await account.OwnAsync(PasswordFile, cancellationToken);
    }

    /// <summary>The set-up is complete.</summary>
    public void Publish() => Directory.Move(New, Data);

    /// <summary>A private folder for the socket: the data folder, or a fresh temporary one when that path is too long.</summary>
    public async Task<string> SocketFolderAsync(CancellationToken cancellationToken)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(Data) <= LongestSocketFolder)
            return Data;
        var folder = Directory.CreateTempSubdirectory("posture-").FullName;
        await account.OwnAsync(folder, cancellationToken);
        return folder;
    }
}
