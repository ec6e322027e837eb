using System.Collections;
using System.Text.Json.Serialization;
using Posture.Model.Json;

namespace Posture.Model.Inventory;

/// <summary>
/// A small immutable map of strings (labels, selectors, annotations) as one flat array of key, value, key, value…: a quarter of a dictionary's bytes.
/// Look-up is linear, which is the faster way for the handful of labels an object has.
/// </summary>
[JsonConverter(typeof(StringMapConverter))]
public sealed class StringMap : IReadOnlyCollection<KeyValuePair<string, string>>, IEquatable<StringMap>
{
    public static readonly StringMap Empty = new([]);

    private readonly string[] _pairs;

    internal StringMap(string[] pairs) => _pairs = pairs;

    public static StringMap From(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new([.. pairs.SelectMany(pair => new[] { pair.Key, pair.Value })]);

    public int Count => _pairs.Length / 2;

    /// <summary>The value of <paramref name="key"/>, or null when the map has no such key.</summary>
    public string? this[string key]
    {
        get
        {
            for (var i = 0; i < _pairs.Length; i += 2)
                if (_pairs[i] == key)
                    return _pairs[i + 1];
            return null;
        }
    }

    public bool ContainsKey(string key) => this[key] is not null;

    /// <summary>True when every pair of <paramref name="selector"/> is in this map. An empty selector matches everything (API semantics of matchLabels).</summary>
    public bool Matches(StringMap selector)
    {
        for (var i = 0; i < selector._pairs.Length; i += 2)
            if (this[selector._pairs[i]] != selector._pairs[i + 1])
                return false;
        return true;
    }

    /// <summary>The pairs, without an allocation.</summary>
    public Enumerator GetEnumerator() => new(_pairs);

    IEnumerator<KeyValuePair<string, string>> IEnumerable<KeyValuePair<string, string>>.GetEnumerator()
    {
        for (var i = 0; i < _pairs.Length; i += 2)
            yield return new(_pairs[i], _pairs[i + 1]);
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)this).GetEnumerator();

    public bool Equals(StringMap? other) => other is not null && _pairs.AsSpan().SequenceEqual(other._pairs);

    public override bool Equals(object? obj) => Equals(obj as StringMap);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var text in _pairs)
            hash.Add(text, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>Walks the pairs of a map.</summary>
    public struct Enumerator
    {
        private readonly string[] _pairs;
        private int _at;

        internal Enumerator(string[] pairs) => (_pairs, _at) = (pairs, -2);

        public readonly KeyValuePair<string, string> Current => new(_pairs[_at], _pairs[_at + 1]);

        public bool MoveNext() => (_at += 2) < _pairs.Length;
    }
}
