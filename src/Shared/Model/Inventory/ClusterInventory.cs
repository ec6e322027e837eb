using Posture.Model.Coverage;
using Posture.Model.Federation;

namespace Posture.Model.Inventory;

/// <summary>
/// The objects of one cluster now, and which kinds could be read. Owned by one writer at a time; not safe for concurrent use. Bounded by what the cluster holds:
/// one slim record an object.
/// </summary>
public sealed class ClusterInventory
{
    private readonly Dictionary<KindRef, Dictionary<(string Namespace, string Name), KubeObject>> _objects = [];
    private readonly Dictionary<KindRef, KindCoverage> _coverage = [];

    /// <summary>Objects held.</summary>
    public int Count { get; private set; }

    /// <summary>Kubernetes version of the API server, for example <c>v1.34.1</c>; null when unknown (a folder).</summary>
    public string? ServerVersion { get; set; }

    /// <summary>HTTP status of <c>GET /api</c> without credentials; null when nobody asked.</summary>
    public int? AnonymousStatus { get; set; }

    /// <summary>Who signs service-account tokens, as the API server publishes it; null when nobody asked or it did not answer.</summary>
    public TokenIssuerDigest? TokenIssuer { get; set; }

    /// <summary>Kinds met that the catalogue does not read, with their counts. At most 500 names are kept.</summary>
    public SortedDictionary<string, int> UnknownKinds { get; } = new(StringComparer.Ordinal);

    public IReadOnlyCollection<KindCoverage> Coverage => _coverage.Values;

    /// <summary>Adds or replaces an object; gives back what it replaced.</summary>
    public KubeObject? Put(KubeObject item)
    {
        var kind = new KindRef(item.Group, item.Kind);
        if (!_objects.TryGetValue(kind, out var held))
            _objects[kind] = held = [];
        var key = (item.Namespace, item.Name);
        held.TryGetValue(key, out var before);
        held[key] = item;
        if (before is null)
            Count++;
        return before;
    }

    /// <summary>Removes an object; gives back what was there.</summary>
    public KubeObject? Remove(KindRef kind, string ns, string name)
    {
        if (!_objects.TryGetValue(kind, out var held) || !held.Remove((ns, name), out var before))
            return null;
        Count--;
        return before;
    }

    public IEnumerable<KubeObject> All() => _objects.Values.SelectMany(held => held.Values);

    /// <summary>All objects held as records of type <typeparamref name="T"/>, in no particular order.</summary>
    public IEnumerable<T> All<T>()
        where T : KubeObject
    {
        foreach (var kind in KnownKinds.Of(typeof(T)))
            if (_objects.TryGetValue(kind.Ref, out var held))
                foreach (var item in held.Values)
                    yield return (T)item;
    }

    /// <summary>All objects of one kind.</summary>
    public IEnumerable<KubeObject> All(KindRef kind) => _objects.TryGetValue(kind, out var held) ? held.Values : [];

    /// <summary>Generic objects of a group and, unless null, a kind.</summary>
    public IEnumerable<GenericObject> Generic(string group, string? kind = null) =>
        _objects.Where(pair => pair.Key.Group == group && (kind is null || pair.Key.Kind == kind))
            .SelectMany(pair => pair.Value.Values).OfType<GenericObject>();

    public KubeObject? Find(KindRef kind, string ns, string name) =>
        _objects.TryGetValue(kind, out var held) && held.TryGetValue((ns, name), out var item) ? item : null;

    public T? Find<T>(string ns, string name)
        where T : KubeObject
    {
        foreach (var kind in KnownKinds.Of(typeof(T)))
            if (Find(kind.Ref, ns, name) is T found)
                return found;
        return null;
    }

    public int CountOf(KindRef kind) => _objects.TryGetValue(kind, out var held) ? held.Count : 0;

    /// <summary>Records how well a kind could be read.</summary>
    public void SetCoverage(KindCoverage coverage) => _coverage[new(coverage.Group, coverage.Kind)] = coverage;

    /// <summary>Coverage of a kind; pending when nothing is known.</summary>
    public KindCoverage CoverageOf(KindRef kind) =>
        _coverage.GetValueOrDefault(kind) ?? new(kind.Group, kind.Kind, CoverageState.Pending, "not read yet", null, 0);

    /// <summary>Whether absence of objects of this kind may be believed.</summary>
    public bool Covers(KindRef kind) => CoverageOf(kind).State is CoverageState.Read or CoverageState.NotServed;
}
