using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Posture.Collectors.Hosting;
using Posture.Store;

namespace Posture.Collectors.Cli;

/// <summary><c>posture collect</c>: the collector service without the dashboard.</summary>
internal static class CollectCommand
{
    /// <summary>From SIGTERM to the end at most; Kubernetes kills after 30 s.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(8);

    public static Command Create(TextWriter chatter)
    {
        var command = new Command("collect", "Collect the clusters of the configuration (Posture:Clusters) into the database until stopped.\n\nExample:\n  Posture__Clusters__0__Name=prod Posture__Clusters__0__Kubeconfig=/etc/posture/prod.yaml posture collect --connection 'Host=db;Database=posture'")
        {
            MigrateCommand.Connection,
        };
        command.SetAction((parsed, token) => RunAsync(parsed, chatter, token));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter chatter, CancellationToken cancellationToken)
    {
        await using var sources = MigrateCommand.Open(parsed);
        await MigrateCommand.Guarded(() => Schema.MigrateAsync(sources, cancellationToken)).ConfigureAwait(false);
        var builder = Host.CreateApplicationBuilder();
        // Standard output is for data, of which there is none.
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = LongestStop);
        builder.Services.AddPostureStore(sources);
        builder.AddPostureCollectors();
        try
        {
            using var host = builder.Build();
            await chatter.WriteLineAsync("Collecting; stop with Ctrl+C.").ConfigureAwait(false);
            await host.RunAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (OptionsValidationException wrong)
        {
            throw new CommandException(ExitCode.Usage, "config.invalid", string.Join("; ", wrong.Failures));
        }
    }
}
