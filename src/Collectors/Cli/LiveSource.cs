using Posture.Collectors.Sources;

namespace Posture.Collectors.Cli;

/// <summary>A live cluster as the source of a scan.</summary>
internal static class LiveSource
{
    public static (string Name, IAsyncEnumerable<SourceEvent> Source) Open(string kubeconfig, string? context, bool allowExec)
    {
        var definition = new Pipeline.ClusterDefinition { Name = context ?? "cluster", Kubeconfig = kubeconfig, Context = context, AllowExec = allowExec };
        try
        {
            return (definition.Name, ClusterSources.Open(definition, TimeProvider.System).ReadAsync(CancellationToken.None));
        }
        catch (SourceException failed)
        {
            throw new CommandException(failed.Code == "kubeconfig.file_unreadable" ? ExitCode.NotFound : ExitCode.Authentication, failed.Code, failed.Message);
        }
    }
}
