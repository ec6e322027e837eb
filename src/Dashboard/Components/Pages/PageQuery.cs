using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages;

/// <summary>
/// The query of an address, read by the grammar of ux.md §2.2. Unknown keys are ignored; a value that can't be read falls back and is named in
/// <see cref="Rejected"/>, so that the page can say so. Bounded: 20 values a key, 253 characters a value.
/// </summary>
internal sealed class PageQuery
{
    private const int MaxValues = 20;
    private const int MaxLength = 253;

    private readonly Dictionary<string, StringValues> _values;
    private readonly List<string> _rejected = [];

    private PageQuery(Uri uri) => _values = QueryHelpers.ParseQuery(uri.Query);

    /// <summary>Parts of the address that were not understood, as <c>key=value</c>.</summary>
    public IReadOnlyList<string> Rejected => _rejected;

    public static PageQuery Of(string uri) => new(new Uri(uri));

    public IReadOnlyList<string> All(string key) => _values.TryGetValue(key, out var values)
        ? [.. values.OfType<string>().Where(value => value.Length <= MaxLength).Distinct(StringComparer.Ordinal).Take(MaxValues)]
        : [];

    public string? One(string key) => All(key).FirstOrDefault(value => value.Length > 0);

    public bool Flag(string key) => One(key) == "1";

    public int Number(string key, int fallback, int least, int most)
    {
        if (One(key) is not { } text)
            return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        Reject(key, text);
        return fallback;
    }

    /// <summary>A time: ISO-8601, or <c>now</c>, <c>now-24h</c>, <c>now-7d</c>, <c>now-30m</c>.</summary>
    public DateTimeOffset? Time(string key, DateTimeOffset now)
    {
        if (One(key) is not { } text)
            return null;
        if (PageTime.Parse(text, now) is { } time)
            return time;
        Reject(key, text);
        return null;
    }

    public IReadOnlyList<Layer> Layers() => Many<Layer>("layer", text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Enum.IsDefined((Layer)id) ? (Layer)id : null);

    public IReadOnlyList<Severity> Severities() => Many("sev", text => Words.Find<Severity>(text));

    public IReadOnlyList<Verdict> Verdicts() => Many("status", text => Words.Find<Verdict>(text));

    /// <summary>Names a value that a page can't use.</summary>
    public void Reject(string key, string value) => _rejected.Add($"{key}={value}");

    private List<T> Many<T>(string key, Func<string, T?> parse)
        where T : struct
    {
        var found = new List<T>();
        foreach (var text in All(key))
            if (parse(text) is { } value)
                found.Add(value);
            else
                Reject(key, text);
        return found;
    }
}
