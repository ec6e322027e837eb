using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Posture.TestKit.ApiServer;

/// <summary>
/// Objects with resource versions and a history, as a watch cache and etcd give them together. All members may be called from any thread. Every write copies
/// the ordered array of its type, so many objects come in through <see cref="Load"/>.
/// </summary>
public sealed class ObjectStore(IReadOnlyList<ResourceType> types, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ResourceType, List<TypeState>> _states = [];
    private readonly List<StoreEvent> _events = [];
    private readonly List<WatchSubscription> _watches = [];
    private TaskCompletionSource _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Types served, in order of preference within a group.</summary>
    public IReadOnlyList<ResourceType> Types { get; private set; } = types;

    /// <summary>Resource version of the newest change.</summary>
    public long Revision { get; private set; } = 1;

    /// <summary>Oldest resource version that lists and watches may still ask for.</summary>
    public long Floor { get; private set; } = 1;

    /// <summary>Waits until a kind is watched.</summary>
    public async Task WaitForWatchAsync(string kind, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_watches.Exists(watch => watch.Type.Kind == kind))
                    return;
                changed = _watched.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Changes what is served, as installing or removing a CustomResourceDefinition does.</summary>
    public void Serve(IEnumerable<ResourceType> types) => Types = [.. types];

    /// <summary>Creates or updates one object of a JSON document and tells the watches.</summary>
    public void Put(string json)
    {
        lock (_gate)
        {
            var (type, item) = Parse(json, Revision + 1, stamped: true);
            var eventType = Current(type).Find(item.Key) is null ? "ADDED" : "MODIFIED";
            Commit(type, Current(type).With(item), eventType, item);
        }
    }

    /// <summary>Puts objects in without events: what was there when the server started. Their resource versions are kept when they have one.</summary>
    public void Load(IEnumerable<string> documents)
    {
        lock (_gate)
        {
            var loaded = documents.Select(document => Parse(document, Revision + 1, stamped: false)).ToList();
            Revision = Math.Max(Revision + 1, loaded.Max(pair => pair.Item.Revision));
            foreach (var group in loaded.GroupBy(pair => pair.Type))
            {
                var items = Current(group.Key).Items.ToDictionary(held => held.Key, StringComparer.Ordinal);
                foreach (var (_, item) in group)
                    items[item.Key] = item;
                Held(group.Key).Add(new(Revision, [.. items.Values.OrderBy(item => item.Key, StringComparer.Ordinal)]));
            }
            Floor = Revision;
        }
    }

    /// <summary>Removes an object. A Pod is first seen with a deletion time, as without grace.</summary>
    public void Delete(string kind, string ns, string name)
    {
        lock (_gate)
        {
            var type = Types.First(served => served.Kind == kind);
            var item = Current(type).Find($"{ns}/{name}") ?? throw new ArgumentException($"no {kind} {ns}/{name}", nameof(name));
            if (kind == "Pod")
            {
                item = Touch(item, metadata => (metadata["deletionTimestamp"], metadata["deletionGracePeriodSeconds"]) = (Now(), 0));
                Commit(type, Current(type).With(item), "MODIFIED", item);
            }
            item = Touch(item, _ => { });
            Commit(type, Current(type).Without(item.Key, item.Revision), "DELETED", item);
        }
    }

    /// <summary>Forgets the history: older resource versions and continue tokens answer 410 from now on.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            Floor = Revision;
            _events.Clear();
            foreach (var states in _states.Values)
                states.RemoveRange(0, states.Count - 1);
        }
    }

    /// <summary>Lets time pass in the store: the resource version goes up without a change to any object.</summary>
    public void AdvanceTo(long revision)
    {
        lock (_gate)
            Revision = Math.Max(Revision, revision);
    }

    /// <summary>Sends a line to the open watches of a kind, whatever it says; null ends them, an exception breaks them.</summary>
    public void Tell(string kind, byte[]? line, Exception? broken = null)
    {
        lock (_gate)
            foreach (var watch in _watches.Where(watch => watch.Type.Kind == kind).ToList())
                if (line is null)
                    watch.Lines.Writer.TryComplete(broken);
                else
                    watch.Lines.Writer.TryWrite(line);
    }

    /// <summary>Sends a bookmark of now to the open watches of a kind.</summary>
    public void Bookmark(string kind)
    {
        lock (_gate)
            Tell(kind, BookmarkLine(Types.First(type => type.Kind == kind), Revision, initialEnd: false));
    }

    /// <summary>The objects of a type at a resource version (null: now); null when that is gone.</summary>
    internal (TypeState State, long Revision)? StateAt(ResourceType type, long? revision)
    {
        lock (_gate)
        {
            if (revision < Floor)
                return null;
            var state = Held(type).LastOrDefault(state => state.Revision <= (revision ?? Revision)) ?? new(0, []);
            return (state, revision ?? Revision);
        }
    }

    /// <summary>Starts a watch: missed events first, then live ones. Null when <paramref name="since"/> is gone.</summary>
    internal WatchSubscription? Subscribe(ResourceType type, string? ns, long? since, bool initialEvents)
    {
        lock (_gate)
        {
            if (since is > 0 && since < Floor && !initialEvents)
                return null;
            var watch = new WatchSubscription(type, ns, Channel.CreateUnbounded<byte[]>(), Math.Max(since ?? 0, 0), Stop);
            if (since is null or 0 || initialEvents)
            {
                foreach (var item in Current(type).Items.Where(item => ns is null || item.Namespace == ns))
                    watch.Lines.Writer.TryWrite(item.EventLine("ADDED", type));
                watch = watch with { Since = Revision };
                if (initialEvents)
                    watch.Lines.Writer.TryWrite(BookmarkLine(type, Revision, initialEnd: true));
            }
            foreach (var happened in _events)
                watch.Offer(happened);
            _watches.Add(watch);
            _watched.SetResult();
            _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return watch;
        }
    }

    internal byte[] BookmarkLine(ResourceType type, long revision, bool initialEnd)
    {
        var annotations = initialEnd ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
        var rest = type.Kind == "Pod" ? ",\"spec\":{\"containers\":null},\"status\":{}" : "";
        var json = $"{{\"metadata\":{{\"resourceVersion\":\"{revision}\"{annotations}}}{rest}}}";
        return new StoredObject("", "", revision, System.Text.Encoding.UTF8.GetBytes(json)).EventLine("BOOKMARK", type);
    }

    private void Stop(WatchSubscription watch)
    {
        lock (_gate)
            _watches.RemoveAll(held => held.Lines == watch.Lines);
    }

    private List<TypeState> Held(ResourceType type) => _states.TryGetValue(type, out var states) ? states : _states[type] = [];

    private TypeState Current(ResourceType type) => Held(type).LastOrDefault() ?? new(0, []);

    private void Commit(ResourceType type, TypeState state, string eventType, StoredObject item)
    {
        Revision = item.Revision;
        Held(type).Add(state);
        var happened = new StoreEvent(Revision, type, eventType, item);
        _events.Add(happened);
        foreach (var watch in _watches)
            watch.Offer(happened);
    }

    private string Now() => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private StoredObject Touch(StoredObject item, Action<JsonObject> change)
    {
        var body = JsonNode.Parse(item.Json)!.AsObject();
        var metadata = body["metadata"]!.AsObject();
        metadata["resourceVersion"] = (Revision + 1).ToString(CultureInfo.InvariantCulture);
        change(metadata);
        return item with { Revision = Revision + 1, Json = JsonSerializer.SerializeToUtf8Bytes(body) };
    }

    private (ResourceType Type, StoredObject Item) Parse(string json, long revision, bool stamped)
    {
        var body = JsonNode.Parse(json)!.AsObject();
        var (apiVersion, kind) = ((string?)body["apiVersion"], (string?)body["kind"]);
        var type = Types.FirstOrDefault(served => served.Kind == kind && served.ApiVersion == apiVersion)
            ?? throw new ArgumentException($"{apiVersion} {kind} is not served", nameof(json));
        body.Remove("apiVersion");
        body.Remove("kind");
        var metadata = body["metadata"]!.AsObject();
        metadata.TryAdd("uid", Guid.CreateVersion7().ToString());
        if (stamped)
            metadata.Remove("resourceVersion");
        metadata.TryAdd("resourceVersion", revision.ToString(CultureInfo.InvariantCulture));
        metadata.TryAdd("creationTimestamp", Now());
        var version = long.Parse((string)metadata["resourceVersion"]!, CultureInfo.InvariantCulture);
        return (type, new((string?)metadata["namespace"] ?? "", (string)metadata["name"]!, version, JsonSerializer.SerializeToUtf8Bytes(body)));
    }
}
