using Posture.Collectors.Pipeline;

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
        throw new SourceException("source.unsupported", $"cluster {definition.Name} has no folder");
    }
}
