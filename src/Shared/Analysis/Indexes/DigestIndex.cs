using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Reports about images by namespace and digest, kept current report by report. trivy-operator writes them in the namespace of the workload; cluster-wide and imported
/// ones speak of the digest everywhere. For an image named by a tag it may write the id of the image's configuration where the digest belongs, or nothing (issues
/// 2259 and 1763 of its project): such a report matches no digest that runs, so reports are known by container and tag too.
/// </summary>
/// <typeparam name="T">The report.</typeparam>
public sealed class DigestIndex<T>
    where T : KubeObject
{
    private const string ContainerLabel = "trivy-operator.container.name";
    private readonly Dictionary<(string Namespace, string Digest), List<T>> _reports = [];
    private readonly Dictionary<string, List<string>> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Container, string Image), int> _named = [];
    private readonly Func<T, ReportArtifact> _artifact;
    private readonly Func<T, DateTimeOffset?> _at;

    internal DigestIndex(ClusterInventory inventory, Func<T, ReportArtifact> artifact, Func<T, DateTimeOffset?> at)
    {
        (_artifact, _at) = (artifact, at);
        foreach (var report in inventory.All<T>())
            Add(report);
    }

    /// <summary>Whether no report of the kind names an image.</summary>
    public bool IsEmpty => _reports.Count == 0;

    /// <summary>Every digest that has a report.</summary>
    internal IReadOnlyCollection<string> Digests => _places.Keys;

    /// <summary>Whether any namespace has a report of a digest.</summary>
    internal bool Has(string digest) => _places.ContainsKey(digest);

    /// <summary>
    /// The newest report of a digest in each namespace, and of those of none. They are taken together: whoever may write reports into one namespace must not be able to take away what
    /// was found in another.
    /// </summary>
    internal IEnumerable<T> Everywhere(string digest) => (_places.GetValueOrDefault(digest) ?? []).Order(StringComparer.Ordinal).Select(ns => Newest(ns, digest)).OfType<T>();

    /// <summary>The newest report of a digest; null when there is none.</summary>
    public T? Find(string ns, string digest)
    {
        var own = Newest(ns, digest);
        var everywhere = Newest("", digest);
        return own is null || (everywhere is not null && Nullable.Compare(_at(everywhere), _at(own)) > 0) ? everywhere : own;
    }

    /// <summary>Whether trivy-operator has a report of a container under this reference, of whatever digest.</summary>
    internal bool Names(string ns, string container, ImageReference image) => _named.Count > 0 && _named.ContainsKey((ns, container, $"{image.Path}:{image.Tag ?? "latest"}"));

    internal void Apply(InventoryChange change)
    {
        if (change.Before is T before)
            Remove(before);
        if (change.After is T after)
            Add(after);
    }

    private T? Newest(string ns, string digest) => _reports.TryGetValue((ns, digest), out var held) ? held[0] : null;

    private void Remove(T report)
    {
        if (NameOf(report) is { } name && --_named[name] == 0)
            _named.Remove(name);
        if (KeyOf(report) is not { } key || !_reports.TryGetValue(key, out var held))
            return;
        held.RemoveAll(other => other.Ref == report.Ref);
        if (held.Count > 0)
            return;
        _reports.Remove(key);
        if (_places.TryGetValue(key.Digest, out var places) && places.Remove(key.Namespace) && places.Count == 0)
            _places.Remove(key.Digest);
    }

    private void Add(T report)
    {
        if (NameOf(report) is { } name)
            _named[name] = _named.GetValueOrDefault(name) + 1;
        if (KeyOf(report) is not { } key)
            return;
        if (!_reports.TryGetValue(key, out var held))
        {
            _reports[key] = held = [];
            if (!_places.TryGetValue(key.Digest, out var places))
                _places[key.Digest] = places = [];
            places.Add(key.Namespace);
        }
        held.Add(report);
        held.Sort(NewestFirst);
    }

    private (string Namespace, string Digest)? KeyOf(T report) => _artifact(report).Digest is { Length: > 0 } digest ? (report.Namespace, digest) : null;

    private (string Namespace, string Container, string Image)? NameOf(T report) =>
        report.Metadata.Labels[ContainerLabel] is { } container && _artifact(report) is { Repository: { } repository, Tag: { } tag }
            ? (report.Namespace, container, $"{repository}:{tag}") : null;

    /// <summary>The name decides between reports of one time, so that the order of arrival does not.</summary>
    private int NewestFirst(T left, T right) => Nullable.Compare(_at(right), _at(left)) is var order and not 0 ? order : string.CompareOrdinal(left.Name, right.Name);
}
