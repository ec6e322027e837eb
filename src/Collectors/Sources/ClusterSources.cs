using Posture.Collectors.Outbound;
using Posture.Collectors.Pipeline;
using Posture.Collectors.Watching;

namespace Posture.Collectors.Sources;

/// <summary>Opens the source that a definition names.</summary>
internal static class ClusterSources
{
    public static string Describe(ClusterDefinition definition) => definition switch
    {
        { Folder: { } folder } => $"folder:{folder}",
        { Kubeconfig: { } file } => $"kubeconfig:{Path.GetFileName(file)}{(definition.Context is { } context ? $"#{context}" : "")}",
        _ => "in-cluster",
    };

    public static IClusterSource Open(ClusterDefinition definition, TimeProvider time)
    {
        if (definition.Folder is { } folder)
            return Directory.Exists(folder) ? new FolderSource([Path.GetFullPath(folder)], time)
                : throw new SourceException("folder.not_found", $"the folder of cluster {definition.Name} does not exist: {folder}");
        var (connection, error) = definition.Kubeconfig is { } file
            ? ReadKubeconfig(file, definition, time)
            : InCluster.Read(Environment.GetEnvironmentVariable, time);
        if (definition.Proxy is { } proxy)
            connection = connection is null ? null : connection with { Outbound = new(OutboundRules.Configured(connection.Server)) { Proxy = proxy } };
        return connection is not null
            ? new ApiServerSource(connection, time)
            : throw new SourceException(error!.Code, $"cluster {definition.Name}, {error.Place}: {error.Message}");
    }

    private static (ClusterConnection? Connection, SourceError? Error) ReadKubeconfig(string file, ClusterDefinition definition, TimeProvider time)
    {
        try
        {
            return Kubeconfig.Read(File.ReadAllBytes(file), KubeconfigRules.ForFile(file, definition.Context, definition.AllowExec), time);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, new("kubeconfig.file_unreadable", file, "the kubeconfig cannot be read; check its path and rights"));
        }
    }
}
