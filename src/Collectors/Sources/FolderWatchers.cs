namespace Posture.Collectors.Sources;

/// <summary>File system watchers over the paths of a folder source; tells each path that was touched.</summary>
internal sealed class FolderWatchers : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];

    public FolderWatchers(IReadOnlyList<string> paths, Action<string> touched)
    {
        foreach (var path in paths.Where(path => path != "-"))
        {
            var directory = Directory.Exists(path);
            var watcher = new FileSystemWatcher(directory ? path : Path.GetDirectoryName(Path.GetFullPath(path))!)
            {
                IncludeSubdirectories = directory,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
                InternalBufferSize = 64 * 1024,
            };
            if (!directory)
                watcher.Filter = Path.GetFileName(path);
            watcher.Changed += (_, change) => touched(change.FullPath);
            watcher.Created += (_, change) => touched(change.FullPath);
            watcher.Deleted += (_, change) => touched(change.FullPath);
            watcher.Renamed += (_, change) =>
            {
                touched(change.OldFullPath);
                touched(change.FullPath);
            };
            watcher.Error += (_, _) => touched(path); // events were lost: read the whole path again
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers)
            watcher.Dispose();
    }
}
