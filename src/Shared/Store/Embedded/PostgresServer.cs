using System.Collections.Concurrent;
using System.Diagnostics;

namespace Posture.Store.Embedded;

/// <summary>
/// The running server. It is started from a thread that waits for it: the signal "parent died" follows the thread that started the process, and a thread of
/// the pool may end early.
/// </summary>
internal sealed class PostgresServer
{
    private const int KeptLines = 20;

    // The last lines only.
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PostgresServer()
    {
    }

    public Task Exited => _exited.Task;

    public string LastLines => string.Join(" | ", _lines);

    public static PostgresServer Start(ProcessStartInfo start)
    {
        var server = new PostgresServer();
        new Thread(() => server.Run(start)) { IsBackground = true, Name = "postgres" }.Start();
        return server;
    }

    private void Run(ProcessStartInfo start)
    {
        try
        {
            using var process = new Process { StartInfo = start };
            process.OutputDataReceived += (_, line) => Keep(line.Data);
            process.ErrorDataReceived += (_, line) => Keep(line.Data);
            process.Start();
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            Keep(error.Message);
        }
        finally
        {
            _exited.TrySetResult();
        }
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        _lines.Enqueue(line);
        while (_lines.Count > KeptLines)
            _lines.TryDequeue(out _);
    }
}
