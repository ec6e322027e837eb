using System.Runtime.InteropServices;

namespace Posture.Store.Queries;

/// <summary>A line of versions of a base while it is counted.</summary>
internal sealed class LineTally(string repository, string line)
{
    private readonly Dictionary<string, VersionTally> _versions = new(StringComparer.Ordinal);
    private RebuildAncestor? _now;

    public string Repository => repository;

    public string Line => line;

    /// <summary>Those that anything in use stands on; once settled.</summary>
    public IReadOnlyList<VersionTally> Versions { get; private set; } = [];

    public string Owner { get; private set; } = "";

    /// <summary>What the line has now. Clusters may have asked at different times, so that the newest counts.</summary>
    public string? Current => _now?.Current;

    public string? CurrentTag => _now?.CurrentTag;

    public DateTimeOffset? CurrentSince => _now?.CurrentSince;

    public VersionTally VersionOf(string digest)
    {
        ref var version = ref CollectionsMarshal.GetValueRefOrAddDefault(_versions, digest, out _);
        return version ??= new(this, digest);
    }

    /// <summary>Says what each version is, once all is counted.</summary>
    public void Settle()
    {
        var seen = _versions.Values.SelectMany(version => version.Seen).ToList();
        _now = seen.Where(of => of.Current is not null).OrderByDescending(of => of.CurrentSince ?? DateTimeOffset.MinValue).ThenBy(of => of.Current, StringComparer.Ordinal).FirstOrDefault();
        Owner = seen.Select(of => of.Owner).Max(StringComparer.Ordinal) ?? "";
        Versions = [.. _versions.Values.Where(version => version.Images > 0)
            .OrderByDescending(version => version.IsCurrent == true).ThenByDescending(version => version.Created).ThenBy(version => version.Digest, StringComparer.Ordinal)];
    }

    /// <summary>Images of a state.</summary>
    public int Of(RebuildState state) => Versions.Sum(version => (state, version.IsCurrent) switch
    {
        (RebuildState.Unknown, null) or (RebuildState.Current, true) => version.Images,
        (RebuildState.Rebuilt, false) => version.Rebuilt,
        (RebuildState.Outdated, false) => version.Images - version.Rebuilt,
        _ => 0,
    });
}
