using System.CommandLine;

namespace Posture.Collectors.Cli;

/// <summary>The command <c>posture</c>. Data on standard output, chatter on standard error, exit codes of <see cref="ExitCode"/>.</summary>
internal static class CommandLine
{
    /// <summary>What a command may take to end after SIGTERM or Ctrl+C.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter chatter, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Posture: how well each of the ten layers of container security is kept.\n\nExamples:\n  posture scan ./manifests\n  posture scan --kubeconfig ~/.kube/config --context prod -o json --fail-on high\n  posture controls -o json")
        {
            ScanCommand.Create(output, chatter),
            ControlsCommand.Create(output),
            FrameworksCommand.Create(output),
            PolicyCommand.Create(output, chatter),
            PodSecurityCommand.Create(output, chatter),
            AccessCommand.Create(output, chatter),
            NetworkCommand.Create(output, chatter),
            ImageCommand.Create(output, chatter),
            RoleCommand.Create(output),
            CollectCommand.Create(chatter),
            MigrateCommand.Create(chatter),
            AdminCommand.Create(output, chatter),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await chatter.WriteLineAsync($"usage.invalid: {error.Message}").ConfigureAwait(false);
            await chatter.WriteLineAsync("Run 'posture --help' for the commands and their options.").ConfigureAwait(false);
            return ExitCode.Usage;
        }
        try
        {
            var invocation = new InvocationConfiguration { Output = output, Error = chatter, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = LongestStop };
            return await parsed.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandException failed)
        {
            await chatter.WriteLineAsync($"{failed.Code}: {failed.Message}").ConfigureAwait(false);
            return failed.ExitCode;
        }
    }
}

/// <summary>A command cannot go on; carries a stable code, a text for people and the exit code.</summary>
internal sealed class CommandException(int exitCode, string code, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public string Code { get; } = code;
}
