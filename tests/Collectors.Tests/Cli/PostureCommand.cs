using System.Diagnostics;
using System.Globalization;
using System.Text;
using Posture.Collectors.Cli;

namespace Posture.Collectors.Tests.Cli;

/// <summary>The built command as a process of its own, as a script runs it: no terminal.</summary>
internal sealed class PostureCommand : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _chatter = new();
    private readonly Task<string> _output;

    private PostureCommand(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_chatter)
                _chatter.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
    }

    public string Chatter
    {
        get
        {
            lock (_chatter)
                return _chatter.ToString();
        }
    }

    public static PostureCommand Start(IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "posture.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Runs to the end: exit code, standard output, standard error.</summary>
    public static async Task<(int Exit, string Output, string Chatter)> RunAsync(IEnumerable<string> arguments, string? input = null)
    {
        await using var command = Start(arguments);
        if (input is not null)
            await command._process.StandardInput.WriteAsync(input);
        command._process.StandardInput.Close();
        var (exit, output) = await command.EndAsync();
        return (exit, output, command.Chatter);
    }

    /// <summary>The command called in this process: exit code, standard output, standard error.</summary>
    public static async Task<(int Exit, string Output, string Chatter)> CallAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var chatter = new StringWriter();
        var exit = await CommandLine.RunAsync(arguments, output, chatter, TestContext.Current.CancellationToken);
        return (exit, output.ToString(), chatter.ToString());
    }

    /// <summary>Asks it to end as Kubernetes does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<(int Exit, string Output)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _output);
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
