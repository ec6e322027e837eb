using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Reports about images by namespace and digest, kept current report by report. trivy-operator writes them in the namespace of the workload; cluster-wide and imported
/// ones speak of the digest everywhere.
/// </summary>
/// <typeparam name="T">The report.</typeparam>
public sealed class DigestIndex<T>
    where T : KubeObject
{
    private readonly Dictionary<(string Namespace, string Digest), List<T>> _reports = [];
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

    /// <summary>The newest report of a digest; null when there is none.</summary>
    public T? Find(string ns, string digest)
    {
        var own = Newest(ns, digest);
        var everywhere = Newest("", digest);
        return own is null || (everywhere is not null && Nullable.Compare(_at(everywhere), _at(own)) > 0) ? everywhere : own;
    }

    internal void Apply(InventoryChange change)
    {
        if (change.Before is T before && KeyOf(before) is { } key && _reports.TryGetValue(key, out var held))
        {
            held.RemoveAll(report => report.Ref == before.Ref);
            if (held.Count == 0)
                _reports.Remove(key);
        }
        if (change.After is T after)
            Add(after);
    }

    private T? Newest(string ns, string digest) => _reports.TryGetValue((ns, digest), out var held) ? held[0] : null;

    private void Add(T report)
    {
        if (KeyOf(report) is not { } key)
            return;
        if (!_reports.TryGetValue(key, out var held))
            _reports[key] = held = [];
        held.Add(report);
        held.Sort(NewestFirst);
    }

    private (string Namespace, string Digest)? KeyOf(T report) => _artifact(report).Digest is { Length: > 0 } digest ? (report.Namespace, digest) : null;

    /// <summary>The name decides between reports of one time, so that the order of arrival does not.</summary>
    private int NewestFirst(T left, T right) => Nullable.Compare(_at(right), _at(left)) is var order and not 0 ? order : string.CompareOrdinal(left.Name, right.Name);
}
