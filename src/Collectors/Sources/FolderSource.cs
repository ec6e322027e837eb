using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.Collectors.Sources;

/// <summary>
/// A directory, file or standard input (<c>-</c>) of YAML and JSON. The folder is the whole truth: a kind that is not in it has no objects. Changes are picked up
/// file by file, debounced; a broken file is told once each time it is read, and what it said last stands until it is readable again.
/// </summary>
internal sealed class FolderSource(IReadOnlyList<string> paths, TimeProvider time) : IClusterSource
{
    /// <summary>Editors write a file in several steps; changes settle for this long before it is read.</summary>
    internal static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(150);

    /// <summary>How often an unchanged source says that it is well.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, IReadOnlyList<KubeObject>> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _unknown = new(StringComparer.Ordinal);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);

    public string Description => string.Join(", ", paths);

    public async IAsyncEnumerable<SourceEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Watch before the first read, so that nothing written in between is lost. Bounded: only distinct paths wait, drained in batches.
        var changes = Channel.CreateBounded<string>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest });
        using var watchers = new FolderWatchers(paths, path => changes.Writer.TryWrite(path));
        foreach (var told in ReadOnce())
            yield return told;
        while (true)
        {
            if (!await ChangedAsync(changes.Reader, cancellationToken).ConfigureAwait(false))
            {
                yield return new SourceEvent.Alive();
                continue;
            }
            await Task.Delay(Debounce, time, cancellationToken).ConfigureAwait(false);
            var touched = new HashSet<string>(StringComparer.Ordinal);
            while (changes.Reader.TryRead(out var path))
                touched.Add(path);
            foreach (var told in Reread(touched))
                yield return told;
        }
    }

    /// <summary>True when something was touched, false when nothing was for one <see cref="Beat"/>.</summary>
    private async Task<bool> ChangedAsync(ChannelReader<string> changes, CancellationToken cancellationToken)
    {
        using var beat = new CancellationTokenSource(Beat, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(beat.Token, cancellationToken);
        try
        {
            return await changes.WaitToReadAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (beat.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Everything that is there now, ending with <see cref="SourceEvent.Synced"/>.</summary>
    public IEnumerable<SourceEvent> ReadOnce()
    {
        foreach (var file in FolderFiles.Under(paths))
            foreach (var told in ReadFile(file))
                yield return told;
        foreach (var kind in KnownKinds.All)
            yield return new SourceEvent.Covered(new(kind.Group, kind.Kind, CoverageState.Read, null, time.GetUtcNow(), 0));
        yield return new SourceEvent.Synced();
    }

    private IEnumerable<SourceEvent> Reread(HashSet<string> touched)
    {
        foreach (var path in touched.Order(StringComparer.Ordinal))
        {
            var files = Directory.Exists(path) ? FolderFiles.Under([path]) : FolderFiles.IsManifest(path) && File.Exists(path) ? [path] : [];
            foreach (var file in files)
                foreach (var told in ReadFile(file))
                    yield return told;
            foreach (var gone in _files.Keys.Where(file => (file == path || file.StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal)) && !File.Exists(file)).ToList())
            {
                _files.Remove(gone, out var before);
                foreach (var told in Forget(gone).Concat(Removals(before ?? [])))
                    yield return told;
            }
        }
    }

    private List<SourceEvent> ReadFile(string file)
    {
        var told = Forget(file);
        var items = new List<KubeObject>();
        var unknown = new List<string>();
        FolderFiles.Read(file, items.Add, unknown.Add, error =>
        {
            _broken.Add(file);
            told.Add(new SourceEvent.Problem(error, file));
        });
        if (unknown.Count > 0)
            _unknown[file] = unknown;
        told.AddRange(unknown.Select(kind => new SourceEvent.Unknown(kind, 1)));
        told.AddRange(items.Select(item => new SourceEvent.Put(item)));
        _files.TryGetValue(file, out var before);
        if (_broken.Contains(file) && before is not null)
        {
            // Half-written or broken: what it said last of the objects that cannot be read now stands until they can be.
            var read = items.Select(Key).ToHashSet();
            items.AddRange(before.Where(item => !read.Contains(Key(item))));
        }
        _files[file] = items;
        if (before is not null)
            told.AddRange(Removals(before));
        return told;
    }

    /// <summary>Takes back what was told of a file beside its objects.</summary>
    private List<SourceEvent> Forget(string file)
    {
        var told = new List<SourceEvent>();
        if (_broken.Remove(file))
            told.Add(new SourceEvent.Mended(file));
        if (_unknown.Remove(file, out var kinds))
            told.AddRange(kinds.Select(kind => new SourceEvent.Unknown(kind, -1)));
        return told;
    }

    private static (string Group, string Kind, string Namespace, string Name) Key(KubeObject item) => (item.Group, item.Kind, item.Namespace, item.Name);

    /// <summary>Objects of an earlier state of a file that no file holds any more.</summary>
    private IEnumerable<SourceEvent> Removals(IReadOnlyList<KubeObject> before)
    {
        var held = _files.Values.SelectMany(items => items).Select(Key).ToHashSet();
        foreach (var item in before)
            if (!held.Contains(Key(item)))
                yield return new SourceEvent.Removed(new(item.Group, item.Kind), item.Namespace, item.Name);
    }
}
