using System.ComponentModel;
using System.Diagnostics;

namespace Posture.Store.Embedded;

/// <summary>Starts programs of PostgreSQL with a clean environment.</summary>
internal static class PostgresTool
{
    public static ProcessStartInfo StartInfo(string file, IEnumerable<string> arguments, PostgresAccount account)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The account may not be allowed in the caller's folder.
            WorkingDirectory = "/",
        };
        if (account.Name is { } name)
            start.UserName = name;
        foreach (var variable in start.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal) || key.StartsWith("LC_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(variable);
        return start;
    }

    /// <summary>Runs to the end; gives back the exit code and what it said.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(
        string file, IEnumerable<string> arguments, PostgresAccount account, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(StartInfo(file, arguments, account))!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, (await output + await error).Trim());
        }
        catch (Win32Exception error)
        {
            return (-1, error.Message);
        }
    }
}
