using System.Collections;
using System.Collections.Frozen;

namespace Posture.Model.Inventory;

/// <summary>
/// Keys of a ConfigMap. Values are dropped, but for the few documented settings of platform components that controls judge (<see cref="Kept"/>), up to
/// <see cref="MaxValue"/> characters: a value in a ConfigMap may be a credential that somebody put there. Whether it looks like one is noted while it is dropped
/// (<see cref="Trace"/>).
/// </summary>
public sealed class ConfigMapData : IReadOnlyList<string>
{
    public static readonly ConfigMapData Empty = new([]);

    /// <summary>Longest value kept.</summary>
    public const int MaxValue = 200;

    /// <summary>Keys whose values are settings: ingress-nginx, Argo CD RBAC, Amazon VPC CNI, sigstore policy-controller.</summary>
    internal static readonly FrozenSet<string> Kept = new[]
    {
        "allow-snippet-annotations", "annotations-risk-level", "policy.default", "enable-network-policy-controller", "no-match-policy",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Key of the certificates of a cluster's authority; kept as <see cref="Json.CertificateThumbprints"/>.</summary>
    internal const string Authority = "ca.crt";

    private readonly (string Key, string? Value, ValueTrace Trace)[] _entries;

    internal ConfigMapData((string Key, string? Value, ValueTrace Trace)[] entries) => _entries = entries;

    public int Count => _entries.Length;

    public string this[int index] => _entries[index].Key;

    internal ReadOnlySpan<(string Key, string? Value, ValueTrace Trace)> Entries => _entries;

    /// <summary>What is known of the value of the key at <paramref name="index"/>, kept or not.</summary>
    public ValueTrace Trace(int index) => _entries[index].Trace;

    /// <summary>The value of a kept setting; null when the key is absent or its value is not kept.</summary>
    public string? Setting(string key)
    {
        foreach (var entry in _entries)
            if (entry.Key == key)
                return entry.Value;
        return null;
    }

    public IEnumerator<string> GetEnumerator()
    {
        foreach (var entry in _entries)
            yield return entry.Key;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
