using System.CommandLine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Posture.Collectors.Hosting;
using Posture.Store;

namespace Posture.Collectors.Cli;

/// <summary><c>posture collect</c>: the collector service without the dashboard.</summary>
internal static class CollectCommand
{
    public static Command Create(TextWriter chatter)
    {
        var command = new Command("collect", "Collect the clusters of the configuration (Posture:Clusters) into the database until stopped.\n\nExample:\n  Posture__Clusters__0__Name=prod Posture__Clusters__0__Kubeconfig=/etc/posture/prod.yaml posture collect --connection 'Host=db;Database=posture'")
        {
            MigrateCommand.Connection,
        };
        command.SetAction((parsed, token) => RunAsync(MigrateCommand.ConnectionOf(parsed), chatter, token));
        return command;
    }

    private static async Task<int> RunAsync(string connection, TextWriter chatter, CancellationToken cancellationToken)
    {
        await using var source = StoreServices.CreateSource(connection);
        await MigrateCommand.Guarded(() => Schema.MigrateAsync(source, cancellationToken)).ConfigureAwait(false);
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddPostureStore(source);
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
