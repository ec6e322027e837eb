using System.Diagnostics;

namespace Posture.EndToEnd;

/// <summary>What a process has written so far, and a way to wait for a text in it.</summary>
internal sealed class ProcessLog
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProcessLog(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Returns when the text has been written the given number of times; fails with what was written when the process ends or the time is over.</summary>
    public async Task WaitForAsync(string text, int times, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(limit);
        var ended = _process.WaitForExitAsync(bounded.Token);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_lines.Count(line => line.Contains(text, StringComparison.Ordinal)) >= times)
                    return;
                changed = _changed.Task;
            }
            if (await Task.WhenAny(changed, ended) == ended)
                throw new InvalidOperationException($"\"{text}\" did not come {times} times. Written so far:\n{Tail()}");
        }
    }

    /// <summary>The first line that holds the text.</summary>
    public string Line(string text)
    {
        lock (_gate)
            return _lines.First(line => line.Contains(text, StringComparison.Ordinal)).Trim();
    }

    private string Tail()
    {
        lock (_gate)
            return string.Join('\n', _lines.TakeLast(40));
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            _lines.Add(line);
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
