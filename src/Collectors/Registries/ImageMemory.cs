using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Posture.Analysis.Layers;
using Posture.Model.Inventory;
using Posture.Store.Commands;

namespace Posture.Collectors.Registries;

/// <summary>
/// What images say of themselves, which can't change: held in memory, and kept in the store so that a restart asks no registry again. Without a store, or while it does not answer, it is
/// the memory alone.
/// </summary>
internal sealed partial class ImageMemory(KnownImages? store, TimeProvider time, ILogger<ImageMemory> logger)
{
    /// <summary>How often the store is told what was used, and asked what other processes learnt.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    private const int MaxHeld = 100_000;

    private readonly ConcurrentDictionary<(string Repository, string Digest), ImageBasics> _basics = [];
    private readonly ConcurrentDictionary<(string Repository, string Digest), string> _tags = [];
    private readonly ConcurrentDictionary<(string Repository, string Digest), bool> _used = [];
    private readonly SemaphoreSlim _turn = new(1, 1);

    private DateTimeOffset _readUntil = DateTimeOffset.UnixEpoch;
    private DateTimeOffset _next = DateTimeOffset.UnixEpoch;

    /// <summary>Whether the store was asked for what it holds: before, what is known is a part of it.</summary>
    public bool IsReady { get; private set; } = store is null;

    /// <summary>Images by their layers.</summary>
    public LayerIndex Index { get; } = new();

    /// <summary>What an image says of itself; read from its registry once.</summary>
    public async Task<ImageBasics> OfAsync(string repository, string digest, Func<Task<ImageBasics>> read)
    {
        var key = (repository, digest);
        _used[key] = true;
        if (_basics.TryGetValue(key, out var held))
            return held;
        if (await TryAsync(kept => kept.FindAsync(repository, digest, CancellationToken.None)).ConfigureAwait(false) is { } said)
            return Hold(key, ImageBasics.Of(said));
        var basics = Hold(key, await read().ConfigureAwait(false));
        await TryAsync(async kept =>
        {
            await kept.KeepAsync(repository, digest, basics.Kept(), KnownOf(key, basics), time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        return basics;
    }

    /// <summary>The most exact tag that an image is known to have had.</summary>
    public string? TagOf(string repository, string digest) => _tags.GetValueOrDefault((repository, digest));

    /// <summary>An image that stands below one in use.</summary>
    public void Use(string repository, string digest) => _used[(repository, digest)] = true;

    /// <summary>A tag of an image.</summary>
    public async Task NameAsync(string repository, string digest, string tag)
    {
        if (!IsBetter((repository, digest), tag))
            return;
        _tags[(repository, digest)] = tag;
        await TryAsync(async kept =>
        {
            await kept.NameAsync(repository, digest, tag, time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>Takes over what the store holds, and tells it what was used; at most once an hour.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (store is null || time.GetUtcNow() < _next)
            return;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            if (now < _next)
                return;
            await TryAsync(async kept =>
            {
                // What was being written while it was read last has an older time than its row.
                foreach (var (image, tag) in await kept.ReadAsync(_readUntil - Pace, cancellationToken).ConfigureAwait(false))
                {
                    Index.Add(image);
                    if (tag is not null && IsBetter((image.Repository, image.Digest), tag))
                        _tags[(image.Repository, image.Digest)] = tag;
                }
                var used = _used.Keys.ToList();
                await kept.UseAsync(used, now, KnownImages.MaxRows, cancellationToken).ConfigureAwait(false);
                foreach (var key in used)
                    _used.TryRemove(key, out _);
                (_readUntil, _next) = (now, now + Pace);
                return true;
            }).ConfigureAwait(false);
        }
        finally
        {
            IsReady = true;
            _turn.Release();
        }
    }

    private static KnownImage? KnownOf((string Repository, string Digest) key, ImageBasics basics) => basics.Layers is { } layers
        ? new(key.Repository, key.Digest, layers.Platform, LayerChain.NamesOf(layers)[^1], layers.DiffIds.Count, basics.Created) : null;

    private ImageBasics Hold((string Repository, string Digest) key, ImageBasics basics)
    {
        if (_basics.Count >= MaxHeld)
            _basics.Clear();
        if (KnownOf(key, basics) is { } known)
            Index.Add(known);
        return _basics[key] = basics;
    }

    private bool IsBetter((string Repository, string Digest) key, string tag)
    {
        if (_tags.Count >= MaxHeld)
            _tags.Clear();
        return !_tags.TryGetValue(key, out var held) || TagLine.ExactnessOf(tag) > TagLine.ExactnessOf(held);
    }

    private async Task<T?> TryAsync<T>(Func<KnownImages, Task<T>> ask)
    {
        try
        {
            return store is null ? default : await ask(store).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is DbException or TimeoutException)
        {
            LogStore(failed.Message);
            return default;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What images say of themselves could not be kept or read; registries are asked instead: {Reason}")]
    private partial void LogStore(string reason);
}
